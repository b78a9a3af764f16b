// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.sample.dropin;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.auth.Account;
import io.lynchet.api.auth.Accounts;
import io.lynchet.api.auth.AttemptLimiter;
import io.lynchet.api.auth.AuthMethod;
import io.lynchet.api.auth.NewAccount;
import io.lynchet.api.auth.Sessions;
import io.lynchet.api.data.DataService;
import io.lynchet.api.http.HttpMethod;
import io.lynchet.api.http.Request;
import io.lynchet.api.http.Response;
import io.lynchet.api.http.Route;
import io.lynchet.api.http.RouteInfo;
import io.lynchet.api.principal.Principal;
import io.lynchet.api.query.Comparison;
import io.lynchet.api.query.Filter;
import io.lynchet.api.row.Row;
import io.lynchet.api.schema.Entity;
import io.lynchet.api.schema.Field;
import io.lynchet.json.BodyObject;
import io.lynchet.json.JsonTree;
import io.lynchet.json.row.SchemaText;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * Signs in by the number of a badge; the app keeps the badges in an entity {@code Badge} with {@code number} and
 * {@code email}.
 */
@Component(service = {AuthMethod.class, Route.class})
public final class SignInByBadge implements AuthMethod, Route {
    private static final int TRIES = 10;
    private static final RouteInfo INFO = RouteInfo.of(HttpMethod.POST, "/api/auth/badge", "Signs in by a badge.")
            .open()
            .tagged("auth")
            .sending(Sessions.COOKIE)
            .schemas(SchemaText.object("number", "number", "{\"type\":\"string\"}"), Sessions.ANSWER);

    private final DataService data;
    private final Accounts accounts;
    private final Sessions sessions;
    private final AttemptLimiter attempts;

    @Activate
    public SignInByBadge(
            @Reference DataService data,
            @Reference Accounts accounts,
            @Reference Sessions sessions,
            @Reference AttemptLimiter attempts) {
        this.data = data;
        this.accounts = accounts;
        this.sessions = sessions;
        this.attempts = attempts;
    }

    @Override
    public String name() {
        return "badge";
    }

    @Override
    public String label() {
        return "Badge";
    }

    @Override
    public String kind() {
        return "badge";
    }

    @Override
    public String path() {
        return INFO.pattern();
    }

    @Override
    public RouteInfo info() {
        return INFO;
    }

    @Override
    public Response handle(Request request) {
        attempts.take("badge", request.remoteAddress(), TRIES, Duration.ofMinutes(1));
        BodyObject body = new BodyObject(JsonTree.read(request.body()), Set.of("number"));
        String number = body.text("number");
        body.throwIfAny();
        Row badge = badge(number)
                .orElseThrow(() -> new LynchetException(ErrorCode.INVALID_CREDENTIALS, "There is no such badge."));
        String userId = account((String) badge.get("email")).id();
        return sessions.answer(200, sessions.open(userId, name(), request), "", request);
    }

    private Optional<Row> badge(String number) {
        Entity badges = data.entity("Badge");
        Field field = badges.field("number").orElseThrow();
        return data.find(Principal.ADMIN, badges, Filter.compare(field, Comparison.EQUAL, number));
    }

    // The office that hands out badges has seen to it that the address is right.
    private Account account(String email) {
        Account account =
                accounts.byEmail(email).orElseGet(() -> accounts.create(new NewAccount(email, true, null, null)));
        if (!account.emailVerified()) {
            accounts.emailVerified(account.id(), email);
        }
        return account;
    }
}
