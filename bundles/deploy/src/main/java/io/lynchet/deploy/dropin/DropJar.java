// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.deploy.dropin;

import java.nio.file.Path;

/**
 * A whole, readable bundle, as it was copied from a drop-in folder.
 *
 * @param source the file that it was copied from
 * @param copy the file with its bytes, which never changes
 * @param digest SHA-256, hexadecimal
 * @param stopFirst whether the previous version must stop before this one starts
 */
public record DropJar(Path source, Path copy, String digest, String symbolicName, String version, boolean stopFirst) {

    String fileName() {
        return source.getFileName().toString();
    }
}
