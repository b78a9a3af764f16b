// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.testkit.auth;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.spec.RSAPrivateCrtKeySpec;
import java.security.spec.RSAPublicKeySpec;

/**
 * RSA keys of 2,048 bits that everybody can read here, for tests of signatures: to find the primes of a new one takes
 * longer than most tests.
 */
public final class KnownKeys {
    public static final KeyPair FIRST = pair(
            "12a71z0nn59yryk2d42f4z0jzwhvhfu356gq656l5g8elp9okelsofapzx68w9vtk27t0t4fo0mytgezkuj9fo5zfm8txhcs3viu"
                    + "1swdwzq0ntwml2bysyye5po61b7amhyw2p20mxcw2g6jovqsblvexzjtxp8wamimxwe2fh5b0k2r8g5qmo48o8jdp2scehwd17t",
            "ysh4cxktfimt7hqz0rdo311sendlpdva8irt01vqx1wqlslo7ecxhi28rdqfja9gq3unavgbc9r0p6319vqdhof7wl79kdar1t9a"
                    + "cukib9nfulevt9etodto6p1ggy1dpdlmyo6b46etxhg7f29fqe6q7ub9u5m1dqdsce4f419va0sfk6xh0f2v3hqy43d5x0mred");

    public static final KeyPair SECOND = pair(
            "17z3woqi8rhp0jbrulrhoz4wcsww6ta5hdsim874yrqf6yhf630p9obt15ie56pundy3n4pjbd43ul2x1y0ib3rj87hsv52fxc55"
                    + "xtw4xu2lppyd1dwnoy9aj0rdyk96kilutp8bojkhzugv0ilyu9zm3qo7agcw129s3mxtub7spjv7ev41ppk76m13cwjnvur2dtj",
            "14bf0yz0fcrbldea5gx6yaf94jur3mmkz8hxrnralqf7x25pr49ngu7u1sr0v985f362441xqtx6w5523y9v15ryhdec8mzgspvz"
                    + "fi4ydnhdh4tljsrniu4eyvk0i4v63qq1504489esgzyhe264wyze7vg2l1anls5pb7bqok8f58v3qi2fq5osdkanhq6s9sesvsz");

    private KnownKeys() {}

    /** @param prime1 in base 36, as the other one */
    private static KeyPair pair(String prime1, String prime2) {
        BigInteger p = new BigInteger(prime1, Character.MAX_RADIX);
        BigInteger q = new BigInteger(prime2, Character.MAX_RADIX);
        BigInteger n = p.multiply(q);
        BigInteger p1 = p.subtract(BigInteger.ONE);
        BigInteger q1 = q.subtract(BigInteger.ONE);
        BigInteger e = BigInteger.valueOf(65_537);
        BigInteger d = e.modInverse(p1.multiply(q1));
        try {
            KeyFactory keys = KeyFactory.getInstance("RSA");
            return new KeyPair(
                    keys.generatePublic(new RSAPublicKeySpec(n, e)),
                    keys.generatePrivate(
                            new RSAPrivateCrtKeySpec(n, e, d, p, q, d.mod(p1), d.mod(q1), q.modInverse(p))));
        } catch (GeneralSecurityException impossible) {
            throw new AssertionError(impossible);
        }
    }
}
