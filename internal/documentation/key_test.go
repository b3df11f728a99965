package documentation_test

// publicKey is one of 2048 bits, whose private half nobody has kept.
const publicKey = `-----BEGIN PUBLIC KEY-----
MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAt+0UusBLmdcZZTalOSKv
qUtlkw6tA4ImTT+Ml9SafV/8Sw1F7ifLrvwEz1OOMT7kKQe8oRTkvlVa9pH8Xyph
o8WHtu5qyhA88sTK0fvUoAJ9iWctQffNnr7LBSZPMJSPZHjMOaz+NXX3KuAtMmhH
kYudVxbQFjpFKqGRnR3153UDlOFeyTaWeGznqjIbzjNNfHKeNo2Pd47jEC+tGCtd
x3zgabNh3VEknJB5kKoQFAqipbn/c4Ejy4BTxxWSYnGaHWnGDSvVo2QdqZyD8cx4
tgdUEqDOGEUvgCXRrd9iGfqmj6tcRwdjkP1/3tsCMNvey6Z3+0QFvapWOcyefo35
VwIDAQAB
-----END PUBLIC KEY-----
`
