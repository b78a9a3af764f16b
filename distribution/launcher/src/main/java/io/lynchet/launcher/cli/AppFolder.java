// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.launcher.cli;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * An app on disk.
 *
 * @param folder absolute
 * @param manifest absolute; named by the user or {@code manifest.json} of the folder
 */
public record AppFolder(Path folder, Path manifest) {
    private static final String MANIFEST = "manifest.json";

    /** Returns the app at a path that names the folder or the manifest. Throws {@link Refusal} when there is none. */
    public static AppFolder at(Path path) {
        Path absolute = path.toAbsolutePath().normalize();
        if (Files.isRegularFile(absolute)) {
            return new AppFolder(absolute.getParent(), absolute);
        }
        if (!Files.isDirectory(absolute)) {
            throw Refusal.error("there is no app at " + absolute + ".\n  Make one: lynchet init " + path);
        }
        Path manifest = absolute.resolve(MANIFEST);
        if (!Files.isRegularFile(manifest)) {
            throw Refusal.error(absolute + " has no " + MANIFEST
                    + ", so it is not an app.\n  Make an app in another folder to see one: lynchet init example");
        }
        return new AppFolder(absolute, manifest);
    }
}
