// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth;

import io.lynchet.api.auth.AccountRecords;
import io.lynchet.api.auth.Accounts;
import io.lynchet.api.auth.ApiKeys;
import io.lynchet.api.auth.Attempts;
import io.lynchet.api.auth.Audit;
import io.lynchet.api.auth.AuthMethod;
import io.lynchet.api.auth.Authenticator;
import io.lynchet.api.auth.ForeignTokens;
import io.lynchet.api.auth.Memberships;
import io.lynchet.api.auth.Sessions;
import io.lynchet.api.data.ChangeFeed;
import io.lynchet.api.data.DataService;
import io.lynchet.api.data.SystemRows;
import io.lynchet.api.data.SystemSchema;
import io.lynchet.api.health.HealthCheck;
import io.lynchet.api.http.Route;
import io.lynchet.api.lease.Gate;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts the parts of this bundle together and offers them. The admin token works from the start; the rest waits for the data service. */
@Component(
        name = "io.lynchet.auth",
        immediate = true,
        service = {})
public final class AuthComponent {
    private static final Logger LOG = LoggerFactory.getLogger(AuthComponent.class);

    private final Gate<DataService> data = new Gate<>("data service");
    private final KnownCallers known = new KnownCallers();
    private final List<AuthMethod> methods = new CopyOnWriteArrayList<>();
    private final List<ServiceRegistration<?>> registrations = new ArrayList<>();
    private final Gate<Memberships> memberships = new Gate<>("service of organisations");
    private final Set<ForeignTokens> foreign = ConcurrentHashMap.newKeySet();
    private final Set<AccountRecords> records = ConcurrentHashMap.newKeySet();
    private final Map<ChangeFeed, AutoCloseable> feeds = new ConcurrentHashMap<>();
    private final LeavingThread leaving = new LeavingThread();
    private AuditRows audit;

    @Activate
    void activate(BundleContext context) {
        Clock clock = Clock.systemUTC();
        boolean dev = Boolean.parseBoolean(context.getProperty("lynchet.dev"));
        AdminToken token = new AdminToken(context.getProperty("lynchet.admin.token"));
        SystemRows rows = new SystemRows(data, clock);
        ManifestAuth manifest = new ManifestAuth();
        audit = new AuditRows(rows);
        GuestRows guests = new GuestRows(rows);
        LeavingRows leavingRows = new LeavingRows(rows, LeavingRows.STEP_MAX, leaving::wake);
        AccountRows accounts = new AccountRows(rows, manifest, records, leavingRows);
        SessionRows sessions = new SessionRows(rows, manifest, new SessionCookie(dev), guests, audit);
        KeyRows keys = new KeyRows(rows);
        Attempts attempts = new AttemptCounts(clock);
        Parts parts = new Parts(rows, manifest, accounts, sessions, keys, guests, attempts, audit, dev);
        register(context, SystemSchema.class, new AuthSchema());
        CallerLookup lookup = new CallerLookup(sessions.table(), keys, accounts, memberships);
        register(context, Authenticator.class, new CredentialCheck(token, lookup, known, foreign, sessions::app));
        register(context, ApiKeys.class, keys);
        register(context, Accounts.class, accounts);
        register(context, Sessions.class, sessions);
        register(context, Attempts.class, attempts);
        register(context, Audit.class, audit);
        register(context, HealthCheck.class, new AuthHealth(data));
        routes(parts).forEach(route -> register(context, Route.class, route));
        leaving.begin(leavingRows::step);
    }

    private List<Route> routes(Parts parts) {
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

    private <T> void register(BundleContext context, Class<T> type, T service) {
        registrations.add(context.registerService(type, service, null));
    }

    @Deactivate
    void deactivate() {
        registrations.forEach(ServiceRegistration::unregister);
        feeds.keySet().forEach(this::unbindFeed);
        leaving.close();
        audit.close();
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindData(DataService service) {
        data.bind(service);
    }

    void unbindData(DataService service) {
        if (!data.unbind(service)) {
            LOG.warn("Calls were still inside a data service that is going away.");
        }
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindFeed(ChangeFeed feed) {
        feeds.put(feed, feed.subscribe(known::changed));
        known.follow(true);
    }

    void unbindFeed(ChangeFeed feed) {
        AutoCloseable subscription = feeds.remove(feed);
        known.follow(!feeds.isEmpty());
        try {
            if (subscription != null) {
                subscription.close();
            }
        } catch (Exception e) {
            LOG.warn("The subscription to the log could not be ended.", e);
        }
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindMemberships(Memberships service) {
        memberships.bind(service);
    }

    void unbindMemberships(Memberships service) {
        if (!memberships.unbind(service)) {
            LOG.warn("Calls were still inside a service of organisations that is going away.");
        }
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void bindForeign(ForeignTokens issuer) {
        foreign.add(issuer);
    }

    void unbindForeign(ForeignTokens issuer) {
        foreign.remove(issuer);
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void bindRecords(AccountRecords kept) {
        records.add(kept);
    }

    void unbindRecords(AccountRecords kept) {
        records.remove(kept);
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void bindMethod(AuthMethod method) {
        methods.add(method);
    }

    void unbindMethod(AuthMethod method) {
        methods.remove(method);
    }
}
