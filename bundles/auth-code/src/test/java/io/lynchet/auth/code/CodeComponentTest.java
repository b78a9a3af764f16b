// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.code;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynchet.api.auth.AuthMethod;
import io.lynchet.api.auth.Mailer;
import io.lynchet.testkit.osgi.ServiceRegistryContext;
import org.junit.jupiter.api.Test;

/** The method is in the list of methods only while a code can reach somebody. */
class CodeComponentTest {
    private final ServiceRegistryContext context = new ServiceRegistryContext();
    private final CodeComponent component = new CodeComponent();
    private final Mailer mailer = mail -> {};

    private boolean offered() {
        return !context.services(AuthMethod.class).isEmpty();
    }

    @Test
    void method_comesAndGoesWithTheMailer() {
        component.activate(context);
        assertThat(offered()).isFalse();
        context.add(Mailer.class, mailer);
        assertThat(offered()).isTrue();
        context.remove(mailer);
        assertThat(offered()).isFalse();
        context.add(Mailer.class, mailer);
        component.deactivate();
        assertThat(context.services()).containsExactly(mailer);
    }

    @Test
    void method_isThereFromTheStart_whenTheMailerIs() {
        context.add(Mailer.class, mailer);
        component.activate(context);
        assertThat(offered()).isTrue();
    }

    @Test
    void method_isAlwaysThereInDevelopment() {
        component.activate(context.with("lynchet.dev", "true"));
        assertThat(offered()).isTrue();
    }
}
