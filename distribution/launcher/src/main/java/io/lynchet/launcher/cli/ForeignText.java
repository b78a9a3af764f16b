// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.launcher.cli;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.util.List;
import java.util.Map;

/**
 * Text that the JVM could not read, because the locale of the process knows ASCII only ({@code LANG=C}). The JVM puts
 * U+FFFD for each byte, and can neither find nor create a file with such a name.
 */
public final class ForeignText {
    private static final String LOST = "\uFFFD";

    private ForeignText() {}

    /**
     * Refuses arguments, variables and a working directory with lost characters: they name something else.
     *
     * @param encoding of file names, arguments and the environment, as the JVM reports it
     */
    public static void refuse(
            List<String> words, Map<String, String> environment, String workingFolder, String encoding) {
        if (Charset.isSupported(encoding) && Charset.forName(encoding).equals(StandardCharsets.UTF_8)) {
            return;
        }
        words.stream().filter(word -> word.contains(LOST)).findFirst().ifPresent(word -> {
            throw refusal("the argument " + word);
        });
        environment.forEach((name, value) -> {
            if (name.startsWith("LYNCHET_") && value.contains(LOST)) {
                throw refusal("the variable " + name);
            }
        });
        if (workingFolder.contains(LOST)) {
            throw refusal("the working directory " + workingFolder);
        }
    }

    /** Returns the error of a path that the locale has no bytes for, wherever it was written. */
    public static Refusal refusal(InvalidPathException path) {
        return refusal("the path " + path.getInput());
    }

    private static Refusal refusal(String what) {
        return Refusal.usage(what.replace(LOST, "?") + " has characters that the locale of this process can't"
                + " represent.\n  Start with LC_ALL=C.UTF-8, or use ASCII names only.");
    }
}
