// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.backup.log;

import com.github.luben.zstd.ZstdOutputStream;
import io.lynchet.api.blob.BlobLocation;
import io.lynchet.api.row.Change;
import io.lynchet.api.row.OperationKey;
import io.lynchet.api.row.WriteResult;
import io.lynchet.api.schema.Schema;
import io.lynchet.backup.format.BackupErrors;
import io.lynchet.backup.format.BackupRepository;
import io.lynchet.backup.format.BackupSection;
import io.lynchet.backup.format.LineReader;
import io.lynchet.backup.format.RecordLines;
import io.lynchet.backup.format.Sha256;
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
 * A segment of the archived log. Its name has the range of its seqs and the digest of its bytes.
 *
 * @param object the name at the location
 */
public record LogSegment(String object, long epoch, long first, long last, String sha256) {
    static final String LOG = "log/";

    /** The most changes in one segment. */
    static final int CHANGES_MAX = 5_000;

    private static final String FORMAT = "lynchet-log";
    private static final long VERSION = 1;
    private static final int BYTES_MAX = 1 << 30;
    private static final Pattern NAME =
            Pattern.compile(LOG + "(\\d{10})/(\\d{19})-(\\d{19})-([0-9a-f]{64})" + Pattern.quote(BackupSection.ENDING));

    /**
     * The content of a segment.
     *
     * @param schemaSha256 of the schema of its rows
     */
    record Content(String schemaSha256, List<Change> changes, Map<OperationKey, WriteResult> operations) {}

    /** Returns the segment with that name, or null for another object. */
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

    /** Writes a segment of changes without a gap, at least one. */
    static LogSegment write(BlobLocation place, String storeId, long epoch, Content content) throws IOException {
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
            for (Map.Entry<OperationKey, WriteResult> operation :
                    content.operations().entrySet()) {
                line(lines, RecordLines.operation(operation.getKey(), operation.getValue()));
            }
        }
        String sha256 = Sha256.of(bytes.toByteArray());
        String object = String.format(
                Locale.ROOT, "%s%010d/%019d-%019d-%s%s", LOG, epoch, first, last, sha256, BackupSection.ENDING);
        new BackupRepository(place).put(object, bytes.toByteArray());
        return new LogSegment(object, epoch, first, last, sha256);
    }

    private static void line(ZstdOutputStream lines, byte[] json) throws IOException {
        lines.write(json);
        lines.write('\n');
    }

    /** Compares the segment with its name. Fails with {@code BACKUP_DAMAGED}. */
    public void check(BlobLocation place) {
        bytes(place);
    }

    private byte[] bytes(BlobLocation place) {
        try (InputStream in = place.read(object)) {
            byte[] bytes = in.readNBytes(BYTES_MAX);
            if (!Sha256.of(bytes).equals(sha256)) {
                throw BackupErrors.damaged(object, "its checksum is wrong");
            }
            return bytes;
        } catch (NoSuchFileException e) {
            throw BackupErrors.damaged(object, "it is missing", e);
        } catch (IOException e) {
            throw BackupErrors.failed(place.location(), e);
        }
    }

    /**
     * Reads the segment.
     *
     * @param schema the schema of its rows
     */
    Content read(BlobLocation place, String storeId, Schema schema) {
        try (LineReader lines = new LineReader(object, new ByteArrayInputStream(bytes(place)))) {
            return RecordLines.read("the head of " + object, required(lines), head -> {
                boolean ours = RecordLines.text(head, "format").equals(FORMAT)
                        && RecordLines.number(head, "version") <= VERSION
                        && RecordLines.text(head, "storeId").equals(storeId)
                        && RecordLines.number(head, "epoch") == epoch;
                if (!ours) {
                    throw BackupErrors.damaged(object, "it belongs to other data, or to a newer version");
                }
                List<Change> changes = new ArrayList<>();
                for (long i = RecordLines.number(head, "changes"); i > 0; i--) {
                    changes.add(RecordLines.change(required(lines), schema));
                }
                Map<OperationKey, WriteResult> operations = new LinkedHashMap<>();
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
