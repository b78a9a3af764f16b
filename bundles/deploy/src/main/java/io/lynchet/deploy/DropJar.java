// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.deploy;

import java.nio.file.Path;

/**
 * A whole, readable bundle, as it was copied from a drop-in folder.
 *
 * @param source the file that it was copied from
 * @param copy where its bytes are kept; never changes
 * @param digest SHA-256, hexadecimal
 * @param stopFirst whether the version before must have stopped when this one starts
 */
record DropJar(Path source, Path copy, String digest, String symbolicName, String version, boolean stopFirst) {

    String fileName() {
        return source.getFileName().toString();
    }
}
