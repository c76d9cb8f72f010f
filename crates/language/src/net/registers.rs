//! Which registers the processor has: what is computed is the same, only how fast differs.

/// How wide the registers are that can be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Registers {
    /// Those that every processor of the kind has.
    Any,
    /// AVX2.
    Wide,
    /// AVX-512 with products of bytes.
    Widest,
}

#[cfg(test)]
thread_local! {
    /// The widest registers that a test lets this thread use.
    pub static MOST: std::cell::Cell<Registers> = const { std::cell::Cell::new(Registers::Widest) };
}

/// The widest registers of this processor.
#[inline]
pub fn registers() -> Registers {
    #[cfg(target_arch = "x86_64")]
    {
        let has = |all: [bool; 5]| all.into_iter().all(|b| b);
        #[cfg(test)]
        let most = MOST.get();
        #[cfg(not(test))]
        let most = Registers::Widest;
        if most == Registers::Widest
            && has([
                std::arch::is_x86_feature_detected!("avx512f"),
                std::arch::is_x86_feature_detected!("avx512bw"),
                std::arch::is_x86_feature_detected!("avx512dq"),
                std::arch::is_x86_feature_detected!("avx512vl"),
                std::arch::is_x86_feature_detected!("avx512vnni"),
            ])
        {
            return Registers::Widest;
        }
        if most != Registers::Any && std::arch::is_x86_feature_detected!("avx2") {
            return Registers::Wide;
        }
    }
    Registers::Any
}

/// Runs a function compiled for the widest registers that the machine has; what it computes is
/// the same. Measured: the network takes twice the time without.
macro_rules! widest {
    ($name:ident ( $($argument:ident : $type:ty),* ) $body:block) => {
        fn $name($($argument: $type),*) {
            #[inline(always)]
            fn in_any($($argument: $type),*) $body
            #[cfg(target_arch = "x86_64")]
            {
                #[target_feature(enable = "avx512f,avx512bw,avx512dq,avx512vl")]
                fn in_widest($($argument: $type),*) { in_any($($argument),*) }
                #[target_feature(enable = "avx2")]
                fn in_wide($($argument: $type),*) { in_any($($argument),*) }
                match crate::net::registers::registers() {
                    // SAFETY: the processor has what the function needs.
                    crate::net::registers::Registers::Widest => return unsafe { in_widest($($argument),*) },
                    // SAFETY: as above.
                    crate::net::registers::Registers::Wide => return unsafe { in_wide($($argument),*) },
                    crate::net::registers::Registers::Any => {}
                }
            }
            in_any($($argument),*)
        }
    };
}
pub(super) use widest;
