// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth;

import io.lynchet.api.auth.AccountRecords;
import io.lynchet.api.auth.Accounts;
import io.lynchet.api.auth.ApiKeys;
import io.lynchet.api.auth.AttemptLimiter;
import io.lynchet.api.auth.Audit;
import io.lynchet.api.auth.AuthMethod;
import io.lynchet.api.auth.Authenticator;
import io.lynchet.api.auth.Memberships;
import io.lynchet.api.auth.Sessions;
import io.lynchet.api.auth.TokenVerifier;
import io.lynchet.api.data.ChangeFeed;
import io.lynchet.api.data.DataService;
import io.lynchet.api.data.SystemSchema;
import io.lynchet.api.health.HealthCheck;
import io.lynchet.api.http.Route;
import io.lynchet.api.lease.Gate;
import io.lynchet.api.lease.Wiring;
import io.lynchet.auth.account.AccountRows;
import io.lynchet.auth.account.RowRemovalQueue;
import io.lynchet.auth.account.RowRemovalThread;
import io.lynchet.auth.caller.AdminToken;
import io.lynchet.auth.caller.ApiKeyRows;
import io.lynchet.auth.caller.CallerCache;
import io.lynchet.auth.caller.CallerLookup;
import io.lynchet.auth.caller.CredentialVerifier;
import io.lynchet.auth.routes.account.AuthServices;
import io.lynchet.auth.routes.account.CreateApiKey;
import io.lynchet.auth.routes.account.DeleteAccount;
import io.lynchet.auth.routes.account.DeleteApiKey;
import io.lynchet.auth.routes.account.GetMe;
import io.lynchet.auth.routes.account.ListApiKeys;
import io.lynchet.auth.routes.account.ListAudit;
import io.lynchet.auth.routes.account.ListProviders;
import io.lynchet.auth.routes.account.ListUsers;
import io.lynchet.auth.routes.account.SetRoles;
import io.lynchet.auth.routes.session.EndOneSession;
import io.lynchet.auth.routes.session.EndSession;
import io.lynchet.auth.routes.session.EndSessions;
import io.lynchet.auth.routes.session.GetSession;
import io.lynchet.auth.routes.session.ListSessions;
import io.lynchet.auth.routes.session.MintSession;
import io.lynchet.auth.routes.session.RefreshSession;
import io.lynchet.auth.routes.session.SignInAsGuest;
import io.lynchet.auth.routes.session.UpgradeGuest;
import io.lynchet.auth.schema.AuthSchema;
import io.lynchet.auth.schema.ManifestAuth;
import io.lynchet.auth.session.GuestRows;
import io.lynchet.auth.session.SessionCookie;
import io.lynchet.auth.session.SessionService;
import io.lynchet.system.rows.SystemRows;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The component of the bundle. It creates the parts and registers their services. The admin token works from the start;
 * the rest waits for the data service.
 */
@Component(
        name = "io.lynchet.auth",
        immediate = true,
        service = {})
public final class AuthComponent {
    private static final Logger LOG = LoggerFactory.getLogger(AuthComponent.class);

    private final Gate<DataService> data = new Gate<>("data service");
    private final CallerCache known = new CallerCache();
    private final List<AuthMethod> methods = new CopyOnWriteArrayList<>();
    private final Gate<Memberships> memberships = new Gate<>("organisation service");
    private final Set<TokenVerifier> foreign = ConcurrentHashMap.newKeySet();
    private final Set<AccountRecords> records = ConcurrentHashMap.newKeySet();
    private final RowRemovalThread leaving = new RowRemovalThread();
    private Wiring wiring;

    @Activate
    void activate(BundleContext context) {
        Clock clock = Clock.systemUTC();
        boolean dev = Boolean.parseBoolean(context.getProperty("lynchet.dev"));
        AdminToken token = new AdminToken(context.getProperty("lynchet.admin.token"));
        wiring = new Wiring(context, LOG::warn);
        useServices();
        SystemRows rows = new SystemRows(data, clock);
        ManifestAuth manifest = new ManifestAuth();
        AuditRows audit = wiring.own(new AuditRows(rows));
        GuestRows guests = new GuestRows(rows);
        RowRemovalQueue leavingRows = new RowRemovalQueue(rows, RowRemovalQueue.STEP_MAX, leaving::wake);
        AccountRows accounts = new AccountRows(rows, manifest, records, leavingRows);
        SessionService sessions = new SessionService(rows, manifest, new SessionCookie(dev), guests, audit);
        ApiKeyRows keys = new ApiKeyRows(rows);
        AttemptLimiter attempts = new SlidingWindowLimiter(clock);
        AuthServices parts = new AuthServices(rows, manifest, accounts, sessions, keys, guests, attempts, audit, dev);
        wiring.own(leaving);
        wiring.register(SystemSchema.class, new AuthSchema());
        CallerLookup lookup = new CallerLookup(sessions.table(), keys, accounts, memberships);
        wiring.register(Authenticator.class, new CredentialVerifier(token, lookup, known, foreign, sessions::app));
        wiring.register(ApiKeys.class, keys);
        wiring.register(Accounts.class, accounts);
        wiring.register(Sessions.class, sessions);
        wiring.register(AttemptLimiter.class, attempts);
        wiring.register(Audit.class, audit);
        wiring.register(HealthCheck.class, new AuthHealth(data));
        routes(parts).forEach(route -> wiring.register(Route.class, route));
        leaving.begin(leavingRows::step);
    }

    private List<Route> routes(AuthServices parts) {
        return List.of(
                new GetMe(parts),
                new GetSession(parts),
                new MintSession(parts),
                new EndSession(parts),
                new SignInAsGuest(parts, false),
                new SignInAsGuest(parts, true),
                new UpgradeGuest(parts),
                new RefreshSession(parts),
                new ListSessions(parts),
                new EndSessions(parts),
                new EndOneSession(parts),
                new CreateApiKey(parts),
                new ListApiKeys(parts),
                new DeleteApiKey(parts),
                new DeleteAccount(parts),
                new ListUsers(parts),
                new SetRoles(parts),
                new ListAudit(parts),
                new ListProviders(methods));
    }

    private void useServices() {
        wiring.track(DataService.class, data);
        wiring.track(Memberships.class, memberships);
        wiring.each(TokenVerifier.class, foreign::add, foreign::remove);
        wiring.each(AccountRecords.class, records::add, records::remove);
        wiring.each(AuthMethod.class, methods::add, methods::remove);
        wiring.each(ChangeFeed.class, (feed, reference) -> {
            AutoCloseable subscription = feed.subscribe(known::changed);
            known.follow(true);
            return () -> {
                known.follow(false);
                subscription.close();
            };
        });
    }

    @Deactivate
    void deactivate() {
        wiring.close();
    }
}
