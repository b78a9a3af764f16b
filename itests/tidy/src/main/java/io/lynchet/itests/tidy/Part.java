// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.itests.tidy;

import java.util.regex.Pattern;

/**
 * A part of the product, or a kit that tests one: a folder with a pom of its own. Where it lies says what it is.
 *
 * @param folder its path from the root
 */
public record Part(String folder) {
    private static final Pattern FOLDER =
            Pattern.compile("bundles/[^/]+|bundles/libraries/[^/]+|itests/kits/[^/]+|distribution/launcher");

    static boolean at(String folder) {
        return FOLDER.matcher(folder).matches();
    }

    /** The name of the folder, which the artifact and the package go by. */
    public String name() {
        return folder.substring(folder.lastIndexOf('/') + 1);
    }

    /** The package that holds all its classes. */
    public String packageName() {
        return "io.lynchet." + name().replace('-', '.');
    }

    /** Whether it is a bundle of its own; the others are plain jars. */
    public boolean isBundle() {
        return folder.equals("bundles/" + name());
    }

    /** Whether it is test code through and through. */
    public boolean isKit() {
        return folder.startsWith("itests/");
    }
}
