// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.mail.smtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.auth.Mailer;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;

class SmtpComponentTest {
    private final List<Object> registered = new ArrayList<>();

    private BundleContext context() {
        return proxy(BundleContext.class, (name, arguments) -> {
            assertThat(name).isEqualTo("registerService");
            registered.add(arguments[1]);
            return proxy(ServiceRegistration.class, (called, nothing) -> {
                assertThat(called).isEqualTo("unregister");
                registered.remove(arguments[1]);
                return null;
            });
        });
    }

    private interface Answer {
        Object to(String method, Object[] arguments);
    }

    private static <T> T proxy(Class<T> type, Answer answer) {
        return type.cast(Proxy.newProxyInstance(
                SmtpComponentTest.class.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, arguments) -> answer.to(method.getName(), arguments)));
    }

    private static SmtpComponent.Config config(Map<String, Object> values) {
        Map<String, Object> all = new HashMap<>();
        for (var method : SmtpComponent.Config.class.getDeclaredMethods()) {
            all.put(method.getName(), method.getDefaultValue());
        }
        all.putAll(values);
        return proxy(SmtpComponent.Config.class, (name, arguments) -> all.get(name));
    }

    @Test
    void activate_withoutAHost_offersNoMailer() {
        SmtpComponent component = new SmtpComponent();
        component.activate(context(), config(Map.of("security", "nonsense")));
        assertThat(registered).isEmpty();
        component.deactivate();
    }

    @Test
    void activate_withAHost_offersAMailerUntilDeactivated() {
        SmtpComponent component = new SmtpComponent();
        component.activate(context(), config(Map.of("host", "mail.example.org", "from", "Shop <a@example.org>")));
        assertThat(registered).singleElement().isInstanceOf(Mailer.class);
        component.deactivate();
        assertThat(registered).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "host | mail example.org",
                "port | 0",
                "port | 65536",
                "security | ssl",
                "security | STARTTLS",
                "timeoutMillis | 99",
                "timeoutMillis | 30001",
                "from | ''",
                "from | nobody",
                "from | a@example.org, b@example.org",
                "ehloName | -bad-",
                "ehloName | two words",
                "ehloName | [not an address]",
                "username | app",
                "password | hunter2hunter2",
            })
    void activate_withAWrongValue_isRefusedNamingTheKey(String key, String value) {
        Map<String, Object> values = new HashMap<>(Map.of("host", "mail.example.org", "from", "a@example.org"));
        boolean number = key.equals("port") || key.equals("timeoutMillis");
        values.put(key, number ? (Object) Integer.valueOf(value) : value);
        LynchetException refused = catchThrowableOfType(
                LynchetException.class, () -> new SmtpComponent().activate(context(), config(values)));
        assertThat(refused.code()).isEqualTo(ErrorCode.CONFIGURATION_INVALID);
        assertThat(refused.getMessage())
                .startsWith("io.lynchet.mail.smtp: ")
                .contains(key)
                .doesNotContain("hunter2");
        assertThat(registered).isEmpty();
    }
}
