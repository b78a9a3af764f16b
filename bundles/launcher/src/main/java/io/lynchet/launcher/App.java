// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.launcher;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * An app on disk.
 *
 * @param folder absolute
 * @param manifest absolute; named by the user or {@code manifest.json} of the folder
 */
record App(Path folder, Path manifest) {
    private static final String MANIFEST = "manifest.json";

    /** The app at a path that names the folder or the manifest; {@link Refusal} when there is none. */
    static App at(Path path) {
        Path absolute = path.toAbsolutePath().normalize();
        if (Files.isRegularFile(absolute)) {
            return new App(absolute.getParent(), absolute);
        }
        if (!Files.isDirectory(absolute)) {
            throw Refusal.error("there is no app at " + absolute + ".\n  Make one: lynchet init " + path);
        }
        Path manifest = absolute.resolve(MANIFEST);
        if (!Files.isRegularFile(manifest)) {
            throw Refusal.error(absolute + " has no " + MANIFEST + ", so it is no app."
                    + "\n  Make an app in another folder and look at it: lynchet init example");
        }
        return new App(absolute, manifest);
    }
}
