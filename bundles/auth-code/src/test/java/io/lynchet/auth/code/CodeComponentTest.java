// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.code;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynchet.api.auth.AuthMethod;
import io.lynchet.api.auth.Mailer;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;

/** The method is in the list of methods only while a code can reach somebody. */
class CodeComponentTest {
    private final List<Object> services = new ArrayList<>();
    private final CodeComponent component = new CodeComponent();
    private final Mailer mailer = mail -> {};

    private BundleContext context(boolean dev) {
        return (BundleContext) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {BundleContext.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("getProperty")) {
                        return String.valueOf(dev);
                    }
                    services.add(arguments[1]);
                    return Proxy.newProxyInstance(
                            getClass().getClassLoader(),
                            new Class<?>[] {ServiceRegistration.class},
                            (registration, called, nothing) -> services.remove(arguments[1]) ? null : null);
                });
    }

    private boolean offered() {
        return services.stream().anyMatch(AuthMethod.class::isInstance);
    }

    @Test
    void method_comesAndGoesWithTheMailer() {
        component.activate(context(false));
        assertThat(offered()).isFalse();
        component.bindMailer(mailer);
        assertThat(offered()).isTrue();
        component.unbindMailer(mailer);
        assertThat(offered()).isFalse();
        component.bindMailer(mailer);
        component.deactivate();
        assertThat(services).isEmpty();
    }

    @Test
    void method_isThereFromTheStart_whenTheMailerIs() {
        component.bindMailer(mailer);
        component.activate(context(false));
        assertThat(offered()).isTrue();
    }

    @Test
    void method_isAlwaysThereInDevelopment() {
        component.activate(context(true));
        assertThat(offered()).isTrue();
    }
}
