//! The two squashing curves of the network, as parabolas: they look like the hyperbolic tangent
//! and the logistic function, need no exponential, and are the same in integers as in training.

/// From -1 to 1, with slope 1 in the middle; flat beyond 2 and -2.
#[inline(always)]
pub fn bend(x: f32) -> f32 {
    let s = (x * 0.5).clamp(-1.0, 1.0);
    s * (2.0 - s.abs())
}

/// Slope of [`bend`] where it has this value.
#[inline(always)]
pub fn bend_slope(value: f32) -> f32 {
    (1.0 - value.abs()).max(0.0).sqrt()
}

/// From 0 to 1, with slope 1/4 in the middle; flat beyond 4 and -4.
#[inline(always)]
pub fn gate(x: f32) -> f32 {
    0.5 + 0.5 * bend(x * 0.5)
}

/// Slope of [`gate`] where it has this value.
#[inline(always)]
pub fn gate_slope(value: f32) -> f32 {
    0.25 * bend_slope(2.0 * value - 1.0)
}
