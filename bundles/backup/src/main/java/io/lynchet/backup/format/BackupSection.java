// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.backup.format;

/**
 * A part of a backup, as its manifest describes it.
 *
 * @param name within the backup, without its ending
 * @param records the number of lines
 * @param bytes of the object
 * @param sha256 of the object
 * @param contentBytes of the lines, uncompressed
 * @param contentSha256 of the lines
 */
public record BackupSection(
        String name, long records, long bytes, String sha256, long contentBytes, String contentSha256) {
    /** The beginning of a section's name with all rows of an entity. */
    public static final String ROWS = "rows-";

    static final String SCHEMA = "schema";
    public static final String CHANGES = "changes";
    public static final String OPERATIONS = "operations";

    /** The ending of an object: lines of JSON, compressed. */
    public static final String ENDING = ".jsonl.zst";

    public boolean isRows() {
        return name.startsWith(ROWS);
    }
}
