// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.itests.tidy;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.tools.JavaCompiler;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** Compiles a sample against the class path of this test, so that a rule about bytecode can be shown something bad. */
final class Compiled {

    private Compiled() {}

    static JavaClasses sample(Path folder, String packageName, String body) throws IOException {
        String source = "package " + packageName + ";\npublic class Sample {\n" + body + "\n}\n";
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        List<String> errors = new ArrayList<>();
        Files.createDirectories(folder);
        boolean done = compiler.getTask(
                        null,
                        null,
                        d -> errors.add(d.toString()),
                        List.of("-proc:none", "-d", folder.toString()),
                        null,
                        List.of(new Source(source)))
                .call();
        if (!done) {
            throw new IllegalArgumentException("The sample does not compile: " + errors);
        }
        return new ClassFileImporter().importPath(folder);
    }

    private static final class Source extends SimpleJavaFileObject {
        private final String text;

        Source(String text) {
            super(URI.create("string:///Sample.java"), Kind.SOURCE);
            this.text = text;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }
}
