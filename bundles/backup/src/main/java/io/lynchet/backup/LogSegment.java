// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.backup;

import com.github.luben.zstd.ZstdOutputStream;
import io.lynchet.api.backup.BackupPlace;
import io.lynchet.api.row.Change;
import io.lynchet.api.schema.Schema;
import io.lynchet.api.store.Committed;
import io.lynchet.api.store.OperationKey;
import io.lynchet.json.JsonWriter;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A piece of the archived log. Its name tells what is in it, and the digest of its bytes.
 *
 * @param object name at the place
 */
record LogSegment(String object, long epoch, long first, long last, String sha256) {
    static final String LOG = "log/";

    /** Changes in one piece at most. */
    static final int CHANGES_MAX = 5_000;

    private static final String FORMAT = "lynchet-log";
    private static final long VERSION = 1;
    private static final int BYTES_MAX = 1 << 30;
    private static final Pattern NAME =
            Pattern.compile(LOG + "(\\d{10})/(\\d{19})-(\\d{19})-([0-9a-f]{64})" + Pattern.quote(Section.ENDING));

    /**
     * What is in it.
     *
     * @param schemaSha256 of the schema of its rows
     */
    record Content(String schemaSha256, List<Change> changes, Map<OperationKey, Committed> operations) {}

    /** The segment with that name, or null for an object that is none. */
    static LogSegment named(String object) {
        Matcher name = NAME.matcher(object);
        return name.matches()
                ? new LogSegment(
                        object,
                        Long.parseLong(name.group(1)),
                        Long.parseLong(name.group(2)),
                        Long.parseLong(name.group(3)),
                        name.group(4))
                : null;
    }

    /** Makes a segment of changes without a gap, at least one. */
    static LogSegment write(BackupPlace place, String storeId, long epoch, Content content) throws IOException {
        long first = content.changes().get(0).seq();
        long last = content.changes().get(content.changes().size() - 1).seq();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZstdOutputStream lines = new ZstdOutputStream(bytes)) {
            lines.setChecksum(true);
            JsonWriter head = new JsonWriter().beginObject().name("format").value(FORMAT);
            head.name("version")
                    .value(VERSION)
                    .name("storeId")
                    .value(storeId)
                    .name("epoch")
                    .value(epoch);
            head.name("schemaSha256").value(content.schemaSha256());
            head.name("changes").value((long) content.changes().size());
            head.name("operations").value((long) content.operations().size());
            line(lines, head.endObject().toBytes());
            for (Change change : content.changes()) {
                line(lines, RecordLines.change(change));
            }
            for (Map.Entry<OperationKey, Committed> operation :
                    content.operations().entrySet()) {
                line(lines, RecordLines.operation(operation.getKey(), operation.getValue()));
            }
        }
        String sha256 = Digests.of(bytes.toByteArray());
        String object =
                String.format(Locale.ROOT, "%s%010d/%019d-%019d-%s%s", LOG, epoch, first, last, sha256, Section.ENDING);
        new Repository(place).put(object, bytes.toByteArray());
        return new LogSegment(object, epoch, first, last, sha256);
    }

    private static void line(ZstdOutputStream lines, byte[] json) throws IOException {
        lines.write(json);
        lines.write('\n');
    }

    /** Compares it with its name; {@code BACKUP_DAMAGED}. */
    void check(BackupPlace place) {
        bytes(place);
    }

    private byte[] bytes(BackupPlace place) {
        try (InputStream in = place.read(object)) {
            byte[] bytes = in.readNBytes(BYTES_MAX);
            if (!Digests.of(bytes).equals(sha256)) {
                throw BackupErrors.damaged(object, "its checksum is wrong");
            }
            return bytes;
        } catch (NoSuchFileException e) {
            throw BackupErrors.damaged(object, "it is missing", e);
        } catch (IOException e) {
            throw BackupErrors.failed(place.location(), e);
        }
    }

    /** @param schema of which its rows are */
    Content read(BackupPlace place, String storeId, Schema schema) {
        try (LineReader lines = new LineReader(object, new ByteArrayInputStream(bytes(place)))) {
            return RecordLines.read("the head of " + object, required(lines), head -> {
                boolean ours = RecordLines.text(head, "format").equals(FORMAT)
                        && RecordLines.number(head, "version") <= VERSION
                        && RecordLines.text(head, "storeId").equals(storeId)
                        && RecordLines.number(head, "epoch") == epoch;
                if (!ours) {
                    throw BackupErrors.damaged(object, "it is of other data, or of a newer version");
                }
                List<Change> changes = new ArrayList<>();
                for (long i = RecordLines.number(head, "changes"); i > 0; i--) {
                    changes.add(RecordLines.change(required(lines), schema));
                }
                Map<OperationKey, Committed> operations = new LinkedHashMap<>();
                for (long i = RecordLines.number(head, "operations"); i > 0; i--) {
                    RecordLines.Operation operation = RecordLines.operation(required(lines));
                    operations.put(operation.key(), operation.answer());
                }
                return new Content(RecordLines.text(head, "schemaSha256"), changes, operations);
            });
        } catch (IOException e) {
            throw BackupErrors.damaged(object, String.valueOf(e.getMessage()), e);
        }
    }

    private byte[] required(LineReader lines) {
        byte[] line = lines.next();
        if (line == null) {
            throw BackupErrors.damaged(object, "it ends too early");
        }
        return line;
    }
}
