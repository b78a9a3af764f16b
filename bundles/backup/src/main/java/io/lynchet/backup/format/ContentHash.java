// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.backup.format;

import io.lynchet.api.store.Store;
import io.lynchet.api.store.StoreInfo;
import java.security.MessageDigest;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The digests of a store's content, by section; they equal those of a backup of it.
 *
 * @param info about the content
 * @param sections in their order
 */
public record ContentHash(StoreInfo info, Map<String, String> sections) {
    public static ContentHash of(Store store, ContentLines.Tick tick) {
        Hashing hashing = new Hashing();
        ContentLines lines = new ContentLines(hashing, tick, Clock.systemUTC());
        store.copyTo(lines);
        return new ContentHash(lines.info(), hashing.sections);
    }

    private static final class Hashing implements LineSink {
        private final Map<String, String> sections = new LinkedHashMap<>();
        private String name;
        private MessageDigest digest;

        @Override
        public void section(String next) {
            end();
            name = next;
            digest = Sha256.begin();
        }

        @Override
        public void line(byte[] json) {
            digest.update(json);
            digest.update((byte) '\n');
        }

        @Override
        public void end() {
            if (digest != null) {
                sections.put(name, Sha256.hex(digest));
                digest = null;
            }
        }
    }
}
