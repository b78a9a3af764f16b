// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.password;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.auth.AccountRecords;
import io.lynchet.api.auth.AuthMethod;
import io.lynchet.api.data.SystemSchema;
import io.lynchet.api.http.Route;
import io.lynchet.api.http.RouteInfo;
import io.lynchet.json.JsonTree;
import io.lynchet.testkit.ComponentConfig;
import io.lynchet.testkit.osgi.ServiceRegistryContext;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PasswordComponentTest {
    private final ServiceRegistryContext context = new ServiceRegistryContext();
    private final PasswordComponent component = new PasswordComponent();

    @Test
    void activate_offersRoutesTablesAndTheMethod_andDeactivateTakesThemBack() {
        component.activate(context, ComponentConfig.of(PasswordComponent.Config.class));
        List<RouteInfo> routes = context.services().stream()
                .filter(Route.class::isInstance)
                .map(route -> ((Route) route).info())
                .toList();
        assertThat(routes)
                .extracting(RouteInfo::pattern)
                .containsExactlyInAnyOrder(
                        "/api/auth/password/register",
                        "/api/auth/password/login",
                        "/api/auth/password/change",
                        "/api/auth/password/reset/request",
                        "/api/auth/password/reset/complete",
                        "/api/auth/email/send-verification",
                        "/api/auth/email/verify",
                        "/api/auth/email/change");
        assertThat(routes).allSatisfy(info -> {
            assertThat(info.tag()).isEqualTo("auth");
            boolean needsSession =
                    info.pattern().endsWith("/change") || info.pattern().startsWith("/api/auth/email/");
            assertThat(info.access()).isEqualTo(needsSession ? RouteInfo.Access.WRITE : RouteInfo.Access.OPEN);
            JsonTree.read(info.requestSchema().text(), "$");
            JsonTree.read(info.responseSchema().text(), "$");
        });
        assertThat(context.services())
                .hasAtLeastOneElementOfType(SystemSchema.class)
                .hasAtLeastOneElementOfType(AccountRecords.class);
        AuthMethod method = context.services().stream()
                .filter(AuthMethod.class::isInstance)
                .map(AuthMethod.class::cast)
                .findFirst()
                .orElseThrow();
        assertThat(List.of(method.name(), method.kind(), method.label(), method.path()))
                .containsExactly("password", "password", "Password", "/api/auth/password/login");
        component.deactivate();
        assertThat(context.services()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "memoryKib,7167",
        "memoryKib,1048577",
        "iterations,0",
        "parallelism,17",
        "hashesAtOnceMax,0",
        "passwordCharsMin,7",
        "mailsWaitingMax,0"
    })
    void activate_withAValueOutOfRange_namesIt(String key, int value) {
        assertThatThrownBy(() -> component.activate(
                        context, ComponentConfig.of(PasswordComponent.Config.class, Map.of(key, value))))
                .isInstanceOfSatisfying(LynchetException.class, error -> {
                    assertThat(error.code()).isEqualTo(ErrorCode.CONFIGURATION_INVALID);
                    assertThat(error).hasMessageContaining(key);
                });
        assertThat(context.services()).isEmpty();
    }

    @Test
    void activate_withAPageWithoutPlaceForTheToken_isRefused() {
        assertThatThrownBy(() -> component.activate(
                        context,
                        ComponentConfig.of(
                                PasswordComponent.Config.class,
                                Map.of("resetPageUrl", "https://app.example.org/reset"))))
                .hasMessageContaining("resetPageUrl");
    }
}
