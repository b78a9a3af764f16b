// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.totp.secret;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * The cipher of stored secrets: {@code v1:KEY:DATA}. KEY names the key. DATA is a nonce and the secret under
 * AES-256-GCM, bound to the account. So a row that is copied to another account opens nothing, and a copy of the store
 * or a backup is useless without the key. Secrets from before there was a key are stored bare, in hexadecimal digits.
 * Thread-safe.
 */
public final class SecretCipher {
    /** The beginning of sealed secrets; hexadecimal digits never begin so. */
    public static final String SEALED = "v1:";

    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final String CIPHER = "AES/GCM/NoPadding";

    private final List<EncryptionKey> keys;
    private final SecureRandom random = new SecureRandom();

    /**
     * Creates the cipher.
     *
     * @param keys the first seals, all of them open
     */
    public SecretCipher(List<EncryptionKey> keys) {
        if (keys.isEmpty()) {
            throw new IllegalArgumentException("no key");
        }
        this.keys = List.copyOf(keys);
    }

    /** Returns the text to store for a secret. */
    public String encrypt(String userId, byte[] secret) {
        EncryptionKey key = keys.get(0);
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        byte[] sealed = run(Cipher.ENCRYPT_MODE, key, userId, nonce, secret, 0);
        byte[] data = new byte[NONCE_BYTES + sealed.length];
        System.arraycopy(nonce, 0, data, 0, NONCE_BYTES);
        System.arraycopy(sealed, 0, data, NONCE_BYTES, sealed.length);
        return SEALED + key.id() + ":" + Base64.getUrlEncoder().withoutPadding().encodeToString(data);
    }

    /** Returns the secret. Fails with {@code SECOND_FACTOR_KEY_MISSING} when none of the keys opens it. */
    public byte[] open(String userId, String stored) {
        if (!stored.startsWith(SEALED)) {
            return HexFormat.of().parseHex(stored);
        }
        String[] parts = stored.split(":", 3);
        EncryptionKey key = keys.stream()
                .filter(known -> parts.length == 3 && known.id().equals(parts[1]))
                .findFirst()
                .orElseThrow(SecretCipher::missing);
        byte[] data = Base64.getUrlDecoder().decode(parts[2]);
        if (data.length < NONCE_BYTES) {
            throw missing();
        }
        byte[] nonce = java.util.Arrays.copyOf(data, NONCE_BYTES);
        return run(Cipher.DECRYPT_MODE, key, userId, nonce, data, NONCE_BYTES);
    }

    /** Tells whether the secret should be sealed again: it is bare, or its key is no longer the first. */
    public boolean isOutdated(String stored) {
        return !stored.startsWith(SEALED + keys.get(0).id() + ":");
    }

    /** Tells whether one of the keys has the name of the secret's key. */
    public boolean isKnown(String stored) {
        return !stored.startsWith(SEALED) || keys.stream().anyMatch(key -> stored.startsWith(SEALED + key.id() + ":"));
    }

    private static byte[] run(int mode, EncryptionKey key, String userId, byte[] nonce, byte[] data, int from) {
        try {
            Cipher cipher = Cipher.getInstance(CIPHER);
            cipher.init(mode, new SecretKeySpec(key.bytes(), "AES"), new GCMParameterSpec(TAG_BITS, nonce));
            cipher.updateAAD(userId.getBytes(StandardCharsets.UTF_8));
            return cipher.doFinal(data, from, data.length - from);
        } catch (AEADBadTagException e) {
            throw missing();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has AES with GCM", e);
        }
    }

    private static LynchetException missing() {
        return new LynchetException(
                ErrorCode.SECOND_FACTOR_KEY_MISSING,
                "This server lacks the key of your app's secret, so it can't check codes of the app. Use a recovery"
                        + " code, or ask an admin to remove the second factor.");
    }
}
