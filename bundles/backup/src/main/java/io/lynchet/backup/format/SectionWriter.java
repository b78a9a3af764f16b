// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.backup.format;

import com.github.luben.zstd.ZstdOutputStream;
import io.lynchet.api.blob.BlobLocation;
import io.lynchet.api.blob.Upload;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;

/** The writer of one section. It compresses, counts and digests the lines. */
final class SectionWriter implements Closeable {
    private static final int LEVEL = 3;

    private final String name;
    private final Upload upload;
    private final MessageDigest stored = Sha256.begin();
    private final MessageDigest content = Sha256.begin();
    private final ZstdOutputStream compressed;
    private final Counter counter;
    private long records;
    private long contentBytes;

    private static final class Counter extends OutputStream {
        private final OutputStream to;
        private long bytes;

        Counter(OutputStream to) {
            this.to = to;
        }

        @Override
        public void write(int b) throws IOException {
            to.write(b);
            bytes++;
        }

        @Override
        public void write(byte[] from, int offset, int length) throws IOException {
            to.write(from, offset, length);
            bytes += length;
        }
    }

    /** @param object the name at the location */
    SectionWriter(BlobLocation place, String object, String name) throws IOException {
        this.name = name;
        this.upload = place.create(object);
        this.counter = new Counter(new DigestOutputStream(upload.body(), stored));
        this.compressed = new ZstdOutputStream(counter, LEVEL);
        compressed.setChecksum(true);
    }

    void line(byte[] json) throws IOException {
        compressed.write(json);
        compressed.write('\n');
        content.update(json);
        content.update((byte) '\n');
        records++;
        contentBytes += json.length + 1L;
    }

    /** Makes the section durable. */
    BackupSection commit() throws IOException {
        compressed.close();
        upload.commit();
        return new BackupSection(name, records, counter.bytes, Sha256.hex(stored), contentBytes, Sha256.hex(content));
    }

    @Override
    public void close() throws IOException {
        upload.close();
    }
}
