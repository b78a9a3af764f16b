// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.backup.format;

import io.lynchet.json.JsonNode;
import io.lynchet.json.JsonNode.ObjectNode;
import io.lynchet.json.JsonWriter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The manifest of a backup: the object {@code backup.json}. It is written last, so a backup without it does not exist.
 * Its last member is the digest of everything before.
 *
 * @param name of the backup
 * @param storeId of the data
 * @param at the instant of this state of the data; no change in it is younger
 * @param lastChangeSha256 of the line of the change {@code seq}, which tells one log from another; empty when the log
 *     lacks it
 * @param storeBytes the size of the store that it was taken from, or 0 when unknown
 */
public record BackupManifest(
        String name,
        String storeId,
        long epoch,
        long seq,
        long oldestSeq,
        Instant at,
        String provider,
        long storeBytes,
        String schemaSha256,
        String lastChangeSha256,
        List<BackupSection> sections) {
    public static final String OBJECT = "backup.json";

    private static final String FORMAT = "lynchet-backup";
    private static final long VERSION = 1;
    private static final String DIGEST = ",\"sha256\":\"";

    public BackupManifest {
        sections = List.copyOf(sections);
    }

    public long rows() {
        return sections.stream()
                .filter(BackupSection::isRows)
                .mapToLong(BackupSection::records)
                .sum();
    }

    public long records() {
        return sections.stream().mapToLong(BackupSection::records).sum();
    }

    public long bytes() {
        return sections.stream().mapToLong(BackupSection::bytes).sum();
    }

    public long contentBytes() {
        return sections.stream().mapToLong(BackupSection::contentBytes).sum();
    }

    public byte[] encode() {
        JsonWriter to = new JsonWriter(4_096).beginObject().name("format").value(FORMAT);
        to.name("version")
                .value(VERSION)
                .name("name")
                .value(name)
                .name("storeId")
                .value(storeId);
        to.name("epoch").value(epoch).name("seq").value(seq).name("oldestSeq").value(oldestSeq);
        to.name("at")
                .value(at)
                .name("provider")
                .value(provider)
                .name("storeBytes")
                .value(storeBytes);
        to.name("schemaSha256").value(schemaSha256).name("lastChangeSha256").value(lastChangeSha256);
        to.name("sections").beginArray();
        for (BackupSection section : sections) {
            to.beginObject().name("name").value(section.name());
            to.name("records").value(section.records()).name("bytes").value(section.bytes());
            to.name("sha256").value(section.sha256());
            to.name("contentBytes").value(section.contentBytes());
            to.name("contentSha256").value(section.contentSha256()).endObject();
        }
        String open = to.endArray().endObject().toString();
        String body = open.substring(0, open.length() - 1);
        String digest = Sha256.of(body.getBytes(StandardCharsets.UTF_8));
        return (body + DIGEST + digest + "\"}\n").getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Decodes a manifest. Fails with {@code BACKUP_DAMAGED} when the bytes are not those of {@link #encode}, also for a
     * later version.
     *
     * @param object its name, for messages
     */
    static BackupManifest decode(String object, byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        int digestAt = text.lastIndexOf(DIGEST);
        String body = digestAt < 0 ? text : text.substring(0, digestAt);
        String expected = body + DIGEST + Sha256.of(body.getBytes(StandardCharsets.UTF_8)) + "\"}\n";
        if (digestAt < 0 || !expected.equals(text)) {
            throw BackupErrors.damaged(object, "its checksum is wrong");
        }
        return RecordLines.read("the manifest " + object, bytes, node -> {
            if (!RecordLines.text(node, "format").equals(FORMAT)) {
                throw BackupErrors.damaged(object, "it is not a backup of Lynchet");
            }
            return of(node);
        });
    }

    /** Checks the version before everything else: a later version may have another form. */
    static void requireVersion(String object, byte[] bytes) {
        java.util.regex.Matcher version = java.util.regex.Pattern.compile(
                        "^\\{\"format\":\"" + FORMAT + "\",\"version\":(\\d{1,9}),")
                .matcher(new String(bytes, StandardCharsets.UTF_8));
        if (!version.find()) {
            throw BackupErrors.damaged(object, "it is not a backup of Lynchet");
        }
        if (Long.parseLong(version.group(1)) > VERSION) {
            throw BackupErrors.damaged(
                    object,
                    "its format is " + version.group(1) + ", this version reads up to " + VERSION
                            + "; use the Lynchet that made it, or a newer one");
        }
    }

    private static BackupManifest of(ObjectNode node) {
        List<BackupSection> sections = new ArrayList<>();
        for (JsonNode item : ((JsonNode.ArrayNode) node.get("sections")).items()) {
            ObjectNode section = (ObjectNode) item;
            sections.add(new BackupSection(
                    RecordLines.text(section, "name"),
                    RecordLines.number(section, "records"),
                    RecordLines.number(section, "bytes"),
                    RecordLines.text(section, "sha256"),
                    RecordLines.number(section, "contentBytes"),
                    RecordLines.text(section, "contentSha256")));
        }
        return new BackupManifest(
                RecordLines.text(node, "name"),
                RecordLines.text(node, "storeId"),
                RecordLines.number(node, "epoch"),
                RecordLines.number(node, "seq"),
                RecordLines.number(node, "oldestSeq"),
                Instant.parse(RecordLines.text(node, "at")),
                RecordLines.text(node, "provider"),
                RecordLines.number(node, "storeBytes"),
                RecordLines.text(node, "schemaSha256"),
                RecordLines.text(node, "lastChangeSha256"),
                sections);
    }
}
