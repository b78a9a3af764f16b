// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.backup;

/**
 * A part of a backup as its manifest tells it.
 *
 * @param name within the backup, without its ending
 * @param records how many lines
 * @param bytes of the object
 * @param sha256 of the object
 * @param contentBytes of the lines, uncompressed
 * @param contentSha256 of the lines
 */
record Section(String name, long records, long bytes, String sha256, long contentBytes, String contentSha256) {
    /** All rows of an entity begin like this. */
    static final String ROWS = "rows-";

    static final String SCHEMA = "schema";
    static final String CHANGES = "changes";
    static final String OPERATIONS = "operations";

    /** Ending of an object: lines of JSON, compressed. */
    static final String ENDING = ".jsonl.zst";

    boolean isRows() {
        return name.startsWith(ROWS);
    }
}
