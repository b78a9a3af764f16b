// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.password.reset;

import io.lynchet.api.auth.Mailer;
import io.lynchet.auth.password.signin.PasswordScene;
import io.lynchet.testkit.Await;
import io.lynchet.testkit.Breaking;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The thread that mails, when something in a turn of it breaks. */
class MailLoopTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @MethodSource("io.lynchet.testkit.Breaking#errors")
    void errorOverAMail_isNotTheLastMail(Error error) {
        try (PasswordScene scene = new PasswordScene(folder)) {
            scene.registered();
            AtomicReference<Error> next = new AtomicReference<>(error);
            scene.services.mailer.unbind(scene.outbox);
            scene.services.mailer.bind(Breaking.once(Mailer.class, scene.outbox, next));
            scene.mails.send(PasswordScene.EMAIL);
            Await.until("the mail that breaks", () -> next.get() == null);
            scene.mails.send(PasswordScene.EMAIL);
            Await.until("the next mail", () -> scene.outbox.mails().size() == 1);
        }
    }
}
