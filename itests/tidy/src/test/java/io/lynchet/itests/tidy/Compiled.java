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
import java.util.Map;
import javax.tools.JavaCompiler;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** Compiles a sample against the class path of this test, so that a rule about bytecode can be shown something bad. */
final class Compiled {

    private Compiled() {}

    static JavaClasses sample(Path folder, String packageName, String body) throws IOException {
        return samples(folder, Map.of(packageName, body));
    }

    /** @param bodies of a class Sample in each package */
    static JavaClasses samples(Path folder, Map<String, String> bodies) throws IOException {
        List<Source> sources = bodies.entrySet().stream()
                .map(each -> new Source(
                        each.getKey(),
                        "package " + each.getKey() + ";\npublic class Sample {\n" + each.getValue() + "\n}\n"))
                .toList();
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        List<String> errors = new ArrayList<>();
        Files.createDirectories(folder);
        boolean done = compiler.getTask(
                        null,
                        null,
                        d -> errors.add(d.toString()),
                        List.of("-proc:none", "-d", folder.toString()),
                        null,
                        sources)
                .call();
        if (!done) {
            throw new IllegalArgumentException("The sample does not compile: " + errors);
        }
        return new ClassFileImporter().importPath(folder);
    }

    private static final class Source extends SimpleJavaFileObject {
        private final String text;

        Source(String packageName, String text) {
            super(URI.create("string:///" + packageName.replace('.', '/') + "/Sample.java"), Kind.SOURCE);
            this.text = text;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }
}
