// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.backup;

import io.lynchet.api.backup.BackupPlace;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Writes sections to a place, one after the other. */
final class BackupWriter implements LineSink, Closeable {
    private final BackupPlace place;
    private final String backup;
    private final List<Section> sections = new ArrayList<>();
    private SectionWriter current;

    BackupWriter(BackupPlace place, String backup) {
        this.place = place;
        this.backup = backup;
    }

    /** Those that have ended. */
    List<Section> sections() {
        return sections;
    }

    @Override
    public void section(String name) {
        end();
        try {
            current = new SectionWriter(place, Repository.object(backup, name), name);
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
