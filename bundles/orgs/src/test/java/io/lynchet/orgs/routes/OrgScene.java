// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.orgs.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.auth.Mailer;
import io.lynchet.api.auth.Memberships;
import io.lynchet.api.http.HttpMethod;
import io.lynchet.api.http.Response;
import io.lynchet.api.http.Route;
import io.lynchet.api.principal.Caller;
import io.lynchet.api.principal.Principal;
import io.lynchet.api.row.Row;
import io.lynchet.json.JsonNode;
import io.lynchet.json.JsonTree;
import io.lynchet.orgs.invite.AcceptInvite;
import io.lynchet.orgs.invite.CreateInvite;
import io.lynchet.orgs.invite.DeleteInvite;
import io.lynchet.orgs.invite.InvitationMail;
import io.lynchet.orgs.invite.Invitations;
import io.lynchet.orgs.invite.ListInvites;
import io.lynchet.orgs.model.OrgLimits;
import io.lynchet.orgs.model.OrgSchema;
import io.lynchet.orgs.model.OrgSettings;
import io.lynchet.orgs.store.AccountOrgRecords;
import io.lynchet.orgs.store.AppOrgRows;
import io.lynchet.orgs.store.OrgMemberships;
import io.lynchet.orgs.store.OrgStore;
import io.lynchet.orgs.store.OrgWrites;
import io.lynchet.orgs.store.Organisations;
import io.lynchet.system.rows.SystemRows;
import io.lynchet.testkit.auth.FakeAccounts;
import io.lynchet.testkit.auth.FakeAttempts;
import io.lynchet.testkit.auth.FakeRequest;
import io.lynchet.testkit.auth.FakeSessions;
import io.lynchet.testkit.auth.Outbox;
import io.lynchet.testkit.auth.RecordingAudit;
import io.lynchet.testkit.data.ServedApp;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/** All routes with everything around them: a real data service, and fakes of the rest. */
public final class OrgScene implements AutoCloseable {
    public static final String ORGS = "/api/auth/orgs";

    private static final String MANIFEST = """
            {"manifest_version":1,"name":"shop","version":"1.0.0","routes":[],%s
             "entities":[%s{"name":"Note","fields":[
               {"name":"text","type":"string","optional":true,"unique":false}],"indexes":[]}],
             "policies":[{"name":"notes","entity":"Note","allow":"auth.isAdmin"}]}""";

    public final ServedApp app;
    public final OrgServices services = new OrgServices();
    public final FakeAccounts accounts = new FakeAccounts();
    final FakeSessions sessions = new FakeSessions();
    public final FakeAttempts attempts = new FakeAttempts();
    public final RecordingAudit audit = new RecordingAudit();
    public final Outbox outbox = new Outbox();
    public final Hands clock = new Hands();
    final Memberships memberships;
    public final AccountOrgRecords records;

    private final OrgStore store;
    private final OrgAccess access;
    private final OrgWrites writes;

    // Few enough to get there.
    private OrgLimits limits = new OrgLimits(4, 5, 3);
    private String invitePage = "";
    private boolean dev;

    /** A clock that stands still until it is told to go on. */
    public static final class Hands extends Clock {
        private volatile Instant now = Instant.parse("2026-03-01T12:00:00.123456789Z");

        public void advance(Duration time) {
            now = now.plus(time);
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException();
        }
    }

    /** What could have happened. */
    record Traces(long head, int mails, int opened, List<String> tenants, List<String> events) {}

    public OrgScene(Path folder) throws IOException {
        this(folder, "", "");
    }

    /**
     * With an app of its own.
     *
     * @param auth the auth block of its manifest with a comma behind it, or empty
     * @param entities its entities with a comma behind each, or empty
     */
    public OrgScene(Path folder, String auth, String entities) throws IOException {
        app = new ServedApp(folder, manifest(auth, entities), new OrgSchema());
        services.data().bind(app.service());
        services.accounts().bind(accounts);
        services.sessions().bind(sessions);
        services.attempts().bind(attempts);
        services.audit().bind(audit);
        services.mailer().bind((Mailer) outbox);
        OrgSettings settings = new OrgSettings();
        store = new OrgStore(new SystemRows(services.data(), clock));
        AppOrgRows rows = new AppOrgRows(settings);
        writes = new OrgWrites(rows);
        access = new OrgAccess(store, settings);
        memberships = new OrgMemberships(store, settings);
        records = new AccountOrgRecords(writes, rows);
    }

    public static String manifest(String auth, String entities) {
        return MANIFEST.formatted(auth, entities);
    }

    public OrgScene development() {
        dev = true;
        return this;
    }

    public OrgScene invitePage(String page) {
        invitePage = page;
        return this;
    }

    public OrgScene limits(OrgLimits newLimits) {
        limits = newLimits;
        return this;
    }

    /** New ones each time, as after a restart: nothing that counts may be kept in them. */
    public List<Route> routes() {
        Organisations organisations = new Organisations(store, writes, limits);
        Invitations invitations = new Invitations(store, writes, limits);
        return List.of(
                new CreateOrg(services, access, organisations),
                new ListOrgs(access, organisations),
                new GetOrg(access, organisations),
                new DeleteOrg(services, access, organisations),
                new ListMembers(services, access, organisations),
                new ChangeMember(services, access, organisations),
                new RemoveMember(services, access, organisations),
                new CreateInvite(services, access, invitations, new InvitationMail(invitePage), dev),
                new ListInvites(access, invitations),
                new DeleteInvite(services, access, invitations),
                new AcceptInvite(services, access, invitations),
                new SelectOrg(services, access, memberships));
    }

    Traces traces() {
        return new Traces(
                app.head(),
                outbox.mails().size(),
                sessions.opened().size(),
                sessions.open().stream()
                        .map(session -> String.valueOf(session.tenantId()))
                        .toList(),
                audit.events());
    }

    /** Refused with that code, and nothing else happened. */
    public LynchetException refused(ErrorCode code, Runnable call) {
        Traces before = traces();
        LynchetException refused = catchThrowableOfType(LynchetException.class, call::run);
        assertThat(refused).as("is refused").isNotNull();
        assertThat(refused.code()).as(refused.getMessage()).isEqualTo(code);
        assertThat(traces()).isEqualTo(before);
        return refused;
    }

    /** Makes an account with a verified address of that name, with a session. */
    public Asking person(String name) {
        return person(name + "@example.org", true);
    }

    public Asking person(String email, boolean verified) {
        String userId = accounts.add(email, verified).id();
        String session = sessions.open(userId, "password", FakeRequest.get("/")).sessionId();
        return new Asking(userId, Caller.unlimited(Principal.user(userId), Caller.Kind.SESSION, session));
    }

    public Asking admin() {
        return new Asking(null, Caller.unlimited(Principal.ADMIN, Caller.Kind.ADMIN_TOKEN, null));
    }

    public Asking anonymous() {
        return new Asking(null, Caller.ANONYMOUS);
    }

    public Asking guest() {
        Principal guest = new Principal("guest_1", null, null, Set.of(), false, true);
        return new Asking("guest_1", Caller.unlimited(guest, Caller.Kind.SESSION, "s"));
    }

    /** Whose program it is. */
    public Asking keyOf(Asking person) {
        return new Asking(person.userId, Caller.unlimited(Principal.user(person.userId), Caller.Kind.API_KEY, "key_1"));
    }

    /** Somebody who asks. */
    public final class Asking {
        public final String userId;
        private final Caller caller;

        private Asking(String userId, Caller caller) {
            this.userId = userId;
            this.caller = caller;
        }

        String sessionId() {
            return caller.credentialId();
        }

        public Response get(String path) {
            return ask(FakeRequest.get(path));
        }

        public Response delete(String path) {
            return ask(FakeRequest.of(HttpMethod.DELETE, path));
        }

        public Response post(String path, String json) {
            return ask(FakeRequest.post(path, json));
        }

        public Response put(String path, String json) {
            return ask(FakeRequest.of(HttpMethod.PUT, path).json(json));
        }

        public Response ask(FakeRequest request) {
            return OrgScene.ask(routes(), request.by(caller));
        }

        /** Makes an organisation and tells its id. */
        public String found(String name) {
            return text(post(ORGS, "{'name':'" + name + "'}"), "id");
        }

        /** Lets somebody in with that role, by mail. */
        public void admit(String id, Asking somebody, String role) {
            String email = accounts.byId(somebody.userId).orElseThrow().email();
            somebody.accept(invite(id, email, role));
        }

        /** Invites and takes the token out of the mail. */
        public String invite(String id, String email, String role) {
            post(ORGS + "/" + id + "/invites", "{'email':'" + email + "','role':'" + role + "'}");
            return token(outbox.last());
        }

        public Response accept(String token) {
            return post("/api/auth/invites/" + token + "/accept", "");
        }

        public String role(String id) {
            return memberships.role(id, userId).orElse("none");
        }
    }

    /** Finds the route as the router does, and lets it answer. */
    public static Response ask(List<Route> routes, FakeRequest request) {
        Route found = routes.stream()
                .filter(route -> route.info().method() == request.method() && bind(route, request, false))
                .min(Comparator.comparingInt(route -> route.info().pattern().split("\\{").length))
                .orElseThrow(() -> new AssertionError("no route for " + request.path()));
        bind(found, request, true);
        try {
            return found.handle(request);
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static boolean bind(Route route, FakeRequest request, boolean keep) {
        String[] pattern = route.info().pattern().split("/");
        String[] path = request.path().split("/");
        boolean matches = pattern.length == path.length;
        for (int i = 0; matches && i < path.length; i++) {
            boolean parameter = pattern[i].startsWith("{");
            matches = parameter || pattern[i].equals(path[i]);
            if (parameter && keep) {
                request.pathParameter(pattern[i].substring(1, pattern[i].length() - 1), path[i]);
            }
        }
        return matches;
    }

    public static String token(Mailer.Mail mail) {
        String token = mail.text().replaceAll("(?s).*?([0-9a-f]{64}).*", "$1");
        assertThat(token).as(mail.text()).hasSize(64);
        return token;
    }

    public static String body(Response response) {
        assertThat(response.status()).isEqualTo(200);
        return new String(response.bytes(), StandardCharsets.UTF_8);
    }

    public static String text(Response response, String name) {
        JsonNode.ObjectNode object = (JsonNode.ObjectNode) JsonTree.read(response.bytes());
        return ((JsonNode.StringNode) object.get(name)).value();
    }

    /** How many rows of each of our entities there are: organisations, members, invitations. */
    public List<Integer> counts() {
        return List.of(
                app.rows(OrgSchema.ORGANISATIONS).size(),
                app.rows(OrgSchema.MEMBERS).size(),
                app.rows(OrgSchema.INVITES).size());
    }

    List<String> owners(String id) {
        return app.rows(OrgSchema.MEMBERS).stream()
                .filter(row ->
                        row.get("organisationId").equals(id) && row.get("role").equals("owner"))
                .map(row -> (String) row.get("userId"))
                .toList();
    }

    public List<Row> rows(String entity) {
        return app.rows(entity);
    }

    @Override
    public void close() {
        app.close();
    }
}
