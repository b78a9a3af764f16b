// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.org;

import io.lynchet.api.auth.AccountRecords;
import io.lynchet.api.auth.Accounts;
import io.lynchet.api.auth.Attempts;
import io.lynchet.api.auth.Audit;
import io.lynchet.api.auth.Authenticator;
import io.lynchet.api.auth.Caller;
import io.lynchet.api.auth.Credentials;
import io.lynchet.api.auth.Memberships;
import io.lynchet.api.auth.NewAccount;
import io.lynchet.api.auth.Sessions;
import io.lynchet.api.auth.SignedIn;
import io.lynchet.api.data.ChangeFeed;
import io.lynchet.api.data.DataService;
import io.lynchet.api.data.SystemSchema;
import io.lynchet.api.http.HttpMethod;
import io.lynchet.api.http.Response;
import io.lynchet.api.http.Route;
import io.lynchet.auth.AuthComponent;
import io.lynchet.testkit.auth.FakeRequest;
import io.lynchet.testkit.data.ServedApp;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;

/** The real auth bundle and this one, put together as Declarative Services would do it, which calls methods that are not public, too. */
final class LivingAuth implements AutoCloseable {
    final ServedApp app;

    private final Map<Class<?>, List<Object>> services = new LinkedHashMap<>();
    private final AuthComponent auth = new AuthComponent();
    private final OrgComponent organisations = new OrgComponent();

    LivingAuth(Path folder, String manifest) throws IOException {
        call(auth, "activate", BundleContext.class, context());
        OrgComponent.Config config = (OrgComponent.Config) Proxy.newProxyInstance(
                LivingAuth.class.getClassLoader(),
                new Class<?>[] {OrgComponent.Config.class},
                (proxy, method, arguments) -> method.getDefaultValue());
        organisations.activate(context(), config);
        app = new ServedApp(folder, manifest, all(SystemSchema.class).toArray(new SystemSchema[0]));
        call(auth, "bindMemberships", Memberships.class, the(Memberships.class));
        call(auth, "bindRecords", AccountRecords.class, the(AccountRecords.class));
        call(auth, "bindFeed", ChangeFeed.class, app.feed());
        call(auth, "bindData", DataService.class, app.service());
        organisations.bindData(app.service());
        organisations.bindAccounts(the(Accounts.class));
        organisations.bindSessions(the(Sessions.class));
        organisations.bindAttempts(the(Attempts.class));
        organisations.bindAudit(the(Audit.class));
    }

    private BundleContext context() {
        return (BundleContext) Proxy.newProxyInstance(
                LivingAuth.class.getClassLoader(), new Class<?>[] {BundleContext.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("getProperty")) {
                        return arguments[0].equals("lynchet.admin.token") ? "0123456789abcdef" : "true";
                    }
                    services.computeIfAbsent((Class<?>) arguments[0], type -> new ArrayList<>())
                            .add(arguments[1]);
                    return Proxy.newProxyInstance(
                            LivingAuth.class.getClassLoader(),
                            new Class<?>[] {ServiceRegistration.class},
                            (registration, called, nothing) -> null);
                });
    }

    private static void call(Object component, String name, Class<?> type, Object argument) {
        try {
            Method method = component.getClass().getDeclaredMethod(name, type);
            method.setAccessible(true);
            method.invoke(component, argument);
        } catch (InvocationTargetException e) {
            throw new AssertionError(e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(e.getMessage(), e);
        }
    }

    private <T> List<T> all(Class<T> type) {
        return services.get(type).stream().map(type::cast).toList();
    }

    /** The only service of that kind. */
    <T> T the(Class<T> type) {
        List<T> offered = all(type);
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
                    all(Route.class), FakeRequest.of(method, path).json(json).by(caller()));
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
        try {
            Method deactivate = AuthComponent.class.getDeclaredMethod("deactivate");
            deactivate.setAccessible(true);
            deactivate.invoke(auth);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(e.getMessage(), e);
        }
        app.close();
    }
}
