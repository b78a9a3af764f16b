// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.shell;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynchet.api.data.DataAdmin;
import io.lynchet.api.data.DataService;
import io.lynchet.shell.ShellFixture.Answer;
import io.lynchet.shell.ShellFixture.Client;
import io.lynchet.testkit.Breaking;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The threads of the shell, when something in a turn of one breaks. */
@Timeout(120)
class ShellLoopTest {
    private final AtomicReference<Error> next = new AtomicReference<>();
    private ShellFixture shell;

    @BeforeEach
    void start() throws IOException {
        shell = new ShellFixture(4, server -> {
            Error error = next.getAndSet(null);
            if (error != null) {
                throw error;
            }
            return server.accept();
        });
    }

    @AfterEach
    void stop() throws IOException {
        shell.close();
    }

    @ParameterizedTest
    @MethodSource("io.lynchet.testkit.Breaking#errors")
    void errorWhileAClientIsAccepted_isNotTheLastClient(Error error) throws IOException {
        next.set(error);
        // The accept that is under way takes this one, and the next one breaks.
        assertThat(shell.run("store").code()).isZero();
        assertThat(shell.run("store").code()).isZero();
        assertThat(next).hasValue(null);
    }

    @ParameterizedTest
    @MethodSource("io.lynchet.testkit.Breaking#errors")
    void commandThatEndsInAnError_isAnswered_andTheNextOneRuns(Error error) throws IOException {
        try (Client client = shell.connect()) {
            client.send("store", 0);
            assertThat(client.answer().code()).isZero();
            shell.services.services.add(0, Breaking.once(DataAdmin.class, shell.data, new AtomicReference<>(error)));
            client.send("store", 0);
            Answer answer = client.answer();
            assertThat(answer.code()).isEqualTo(1);
            assertThat(answer.err()).contains("INTERNAL", error.getClass().getSimpleName());
            client.send("store", 0);
            assertThat(client.answer().code()).isZero();
        }
    }

    @ParameterizedTest
    @MethodSource("io.lynchet.testkit.Breaking#errors")
    void completionThatEndsInAnError_isAnswered_andTheNextOneRuns(Error error) throws IOException {
        try (Client client = shell.connect()) {
            shell.services.services.add(0, Breaking.once(DataService.class, shell.data, new AtomicReference<>(error)));
            client.raw("{\"line\":\"rows T\",\"complete\":true}\n");
            Answer answer = client.answer();
            assertThat(answer.code()).isEqualTo(1);
            assertThat(answer.err()).contains("INTERNAL", error.getClass().getSimpleName());
            client.raw("{\"line\":\"rows T\",\"complete\":true}\n");
            assertThat(client.answer().out()).isEqualTo("Todo\n");
        }
    }
}
