// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.backup.format;

import io.lynchet.api.blob.BlobLocation;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** A sink that writes sections to a location, one after the other. */
public final class BackupWriter implements LineSink, Closeable {
    private final BlobLocation place;
    private final String backup;
    private final List<BackupSection> sections = new ArrayList<>();
    private SectionWriter current;

    public BackupWriter(BlobLocation place, String backup) {
        this.place = place;
        this.backup = backup;
    }

    /** Returns the sections that have ended. */
    public List<BackupSection> sections() {
        return sections;
    }

    @Override
    public void section(String name) {
        end();
        try {
            current = new SectionWriter(place, BackupRepository.object(backup, name), name);
        } catch (IOException e) {
            throw BackupErrors.failed(place.location(), e);
        }
    }

    @Override
    public void line(byte[] json) {
        try {
            current.line(json);
        } catch (IOException e) {
            throw BackupErrors.failed(place.location(), e);
        }
    }

    @Override
    public void end() {
        if (current == null) {
            return;
        }
        try {
            sections.add(current.commit());
            current.close();
            current = null;
        } catch (IOException e) {
            throw BackupErrors.failed(place.location(), e);
        }
    }

    @Override
    public void close() throws IOException {
        if (current != null) {
            current.close();
        }
    }
}
