// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.mail.smtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.auth.Mailer;
import io.lynchet.testkit.ComponentConfig;
import io.lynchet.testkit.osgi.ServiceRegistryContext;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SmtpComponentTest {
    private final ServiceRegistryContext context = new ServiceRegistryContext();

    @Test
    void activate_withoutAHost_offersNoMailer() {
        SmtpComponent component = new SmtpComponent();
        component.activate(context, ComponentConfig.of(SmtpComponent.Config.class, Map.of("security", "nonsense")));
        assertThat(context.services()).isEmpty();
        component.deactivate();
    }

    @Test
    void activate_withAHost_offersAMailerUntilDeactivated() {
        SmtpComponent component = new SmtpComponent();
        component.activate(
                context,
                ComponentConfig.of(
                        SmtpComponent.Config.class,
                        Map.of("host", "mail.example.org", "from", "Shop <a@example.org>")));
        assertThat(context.services()).singleElement().isInstanceOf(Mailer.class);
        component.deactivate();
        assertThat(context.services()).isEmpty();
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
                LynchetException.class,
                () -> new SmtpComponent().activate(context, ComponentConfig.of(SmtpComponent.Config.class, values)));
        assertThat(refused.code()).isEqualTo(ErrorCode.CONFIGURATION_INVALID);
        assertThat(refused.getMessage())
                .startsWith("io.lynchet.mail.smtp: ")
                .contains(key)
                .doesNotContain("hunter2");
        assertThat(context.services()).isEmpty();
    }
}
