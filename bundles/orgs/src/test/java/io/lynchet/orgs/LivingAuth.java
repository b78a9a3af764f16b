// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.orgs;

import io.lynchet.api.auth.Accounts;
import io.lynchet.api.auth.Authenticator;
import io.lynchet.api.auth.NewAccount;
import io.lynchet.api.auth.Sessions;
import io.lynchet.api.auth.SignedIn;
import io.lynchet.api.http.HttpMethod;
import io.lynchet.api.http.Response;
import io.lynchet.api.http.Route;
import io.lynchet.api.principal.Caller;
import io.lynchet.api.principal.Credentials;
import io.lynchet.auth.AuthComponent;
import io.lynchet.orgs.routes.OrgScene;
import io.lynchet.testkit.ComponentConfig;
import io.lynchet.testkit.auth.FakeRequest;
import io.lynchet.testkit.data.ServedApp;
import io.lynchet.testkit.osgi.ActivatedComponent;
import io.lynchet.testkit.osgi.ServiceRegistryContext;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** The real auth bundle and this one, in one registry of services. */
final class LivingAuth implements AutoCloseable {
    final ServedApp app;

    private final ServiceRegistryContext context = new ServiceRegistryContext()
            .with("lynchet.admin.token", "0123456789abcdef")
            .with("lynchet.dev", "true");
    private final ActivatedComponent auth;
    private final OrgComponent organisations = new OrgComponent();

    LivingAuth(Path folder, String manifest) throws IOException {
        auth = new ActivatedComponent(new AuthComponent(), context);
        organisations.activate(context, ComponentConfig.of(OrgComponent.Config.class));
        app = new ServedApp(context, folder, manifest);
    }

    /** The only service of that kind. */
    <T> T the(Class<T> type) {
        List<T> offered = context.services(type);
        if (offered.size() != 1) {
            throw new AssertionError(offered.size() + " of " + type);
        }
        return offered.get(0);
    }

    /** Somebody with a proven address who is signed in. */
    final class Person {
        final String userId;
        final String email;
        final String token;

        private Person(String userId, String email, String token) {
            this.userId = userId;
            this.email = email;
            this.token = token;
        }

        /** As the next request would be recognised. */
        Caller caller() {
            return the(Authenticator.class).authenticate(new Credentials(token, null, "192.0.2.1"));
        }

        Person inAnotherSession() {
            return signedIn(userId, email);
        }

        Response ask(HttpMethod method, String path, String json) {
            return OrgScene.ask(
                    context.services(Route.class),
                    FakeRequest.of(method, path).json(json).by(caller()));
        }
    }

    Person person(String name) {
        String email = name + "@example.org";
        return signedIn(
                the(Accounts.class)
                        .create(new NewAccount(email, true, name, null))
                        .id(),
                email);
    }

    private Person signedIn(String userId, String email) {
        SignedIn session = the(Sessions.class).open(userId, "password", FakeRequest.get("/"));
        return new Person(userId, email, session.token());
    }

    @Override
    public void close() {
        organisations.deactivate();
        auth.close();
        app.close();
    }
}
