// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.manifest;

import io.lynchet.testkit.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class WatchLoopTest {
    @TempDir
    Path folder;

    static Stream<Error> errors() {
        return Stream.of(
                new OutOfMemoryError("for this test"),
                new StackOverflowError(),
                new NoClassDefFoundError("com/acme/Tools"));
    }

    @ParameterizedTest
    @MethodSource("errors")
    void errorWhileAManifestIsTakenOver_isNotTheLastLook(Error error) throws IOException {
        Path file = Files.writeString(folder.resolve("manifest.json"), "1");
        AtomicInteger changes = new AtomicInteger();
        try (FileWatch watch = new FileWatch(file, () -> {
            if (changes.incrementAndGet() == 1) {
                throw error;
            }
        })) {
            Files.writeString(file, "22");
            Await.until("the first change to be seen", () -> changes.get() == 1);
            Files.writeString(file, "333");
            Await.until("the second one", () -> changes.get() == 2);
        }
    }
}
