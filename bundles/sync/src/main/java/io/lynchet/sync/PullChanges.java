// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.sync;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.auth.Principal;
import io.lynchet.api.data.AppModel;
import io.lynchet.api.data.DataService;
import io.lynchet.api.data.Moment;
import io.lynchet.api.data.ReadScopes;
import io.lynchet.api.http.HttpMethod;
import io.lynchet.api.http.Parameter;
import io.lynchet.api.http.Request;
import io.lynchet.api.http.Response;
import io.lynchet.api.http.Route;
import io.lynchet.api.http.RouteInfo;
import io.lynchet.api.lease.Gate;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/** Tells a client that keeps rows of its own what has changed since its cursor, as far as the caller may know; all there is, when it has none. */
final class PullChanges implements Route {
    private static final RouteInfo INFO = RouteInfo.of(
                    HttpMethod.GET,
                    "/api/sync/pull",
                    "Changes after a cursor, or everything, as far as it may be read.")
            .tagged("sync")
            .taking(
                    Parameter.integer(
                            "since",
                            0,
                            PullRequest.SINCE_MAX,
                            "Cursor: the last_seq of the pull before; 0 for everything."),
                    new Parameter("scope", "string", "The scope that came with the cursor."),
                    new Parameter("snapshot_after", "string", "Where a snapshot goes on."),
                    Parameter.integer(
                            "limit",
                            1,
                            GroupReader.CHANGES_MAX,
                            "Changes looked at, or rows of a snapshot, 1 to 1000; a commit that has more comes whole."),
                    new Parameter("entities", "string", "Names of entities, separated by commas; all when missing."))
            .failing(
                    ErrorCode.INVALID_DATA,
                    ErrorCode.INVALID_PARAMETER,
                    ErrorCode.INVALID_CURSOR,
                    ErrorCode.RESYNC_REQUIRED)
            .schemas(null, PullAnswer.SCHEMA);

    private final Gate<DataService> data;
    private final Gate<ReadScopes> scopes;
    private final Groups groups;
    private final GroupReader reader;
    private final Figures figures;

    PullChanges(Gate<DataService> data, Gate<ReadScopes> scopes, Groups groups, GroupReader reader, Figures figures) {
        this.data = data;
        this.scopes = scopes;
        this.groups = groups;
        this.reader = reader;
        this.figures = figures;
    }

    /** The rights of the caller now and, when the cursor tells another time, then. */
    private record Caller(Rights now, Rights then) {}

    @Override
    public RouteInfo info() {
        return INFO;
    }

    @Override
    public Response handle(Request request) {
        PullRequest pull = PullRequest.of(request);
        AppModel app = data.call(DataService::app);
        pull.check(app.schema());
        ScopeToken named =
                pull.snapshot() == null ? pull.scope() : pull.snapshot().scope();
        Caller caller = scopes.call(source -> caller(app, source, request.principal(), named));
        figures.pulls.increment();
        return scopes.call(source -> source.now(moment -> {
            try {
                return pull.since() == 0 ? snapshot(pull, caller, moment) : delta(pull, caller, moment);
            } catch (LynchetException e) {
                if (e.code() != ErrorCode.RESYNC_REQUIRED) {
                    throw e;
                }
                figures.resyncs.increment();
                return PullAnswer.resync(e, moment.oldestCursor());
            }
        }));
    }

    private static Caller caller(AppModel app, ReadScopes source, Principal principal, ScopeToken named) {
        Instant at = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        Rights now = Rights.of(app, source, principal, at);
        if (!now.timed() || named == null || named.at() == null || named.at().isAfter(at)) {
            return new Caller(now, now);
        }
        return new Caller(now, Rights.of(app, source, principal, named.at()));
    }

    /** {@code RESYNC_REQUIRED} for a cursor that was made under other rights or from another log. */
    static void check(ScopeToken named, Rights rights, Moment moment) {
        if (named.epoch() != moment.epoch()) {
            throw resync("The log is another one than that of the cursor.");
        }
        if (!named.hash().equals(rights.hash())
                || rights.timed() != (named.at() != null)
                || (named.at() != null && named.at().isAfter(rights.at()))) {
            throw resync("You may read other rows now than when the cursor was made.");
        }
    }

    /** {@code RESYNC_REQUIRED} for a cursor that the log does not reach. */
    static void check(long since, Moment moment) {
        if (since > moment.seq()) {
            throw resync("The cursor is ahead of the log.");
        }
        if (since < moment.oldestCursor()) {
            throw resync("The log does not reach back to the cursor.");
        }
    }

    private static LynchetException resync(String message) {
        return new LynchetException(ErrorCode.RESYNC_REQUIRED, message);
    }

    private Response delta(PullRequest pull, Caller caller, Moment moment) {
        if (pull.scope() != null) {
            check(pull.scope(), caller.now(), moment);
        }
        check(pull.since(), moment);
        List<Event> events = new ArrayList<>();
        if (!caller.then().key().equals(caller.now().key())) {
            new Evaluation(caller.now(), moment, pull.since())
                    .addDifference(caller.then(), pull.since(), caller.now().at(), events);
        }
        EventLog.Stretch page = reader.after(moment, groups.of(caller.now()), pull.since(), pull.limit());
        events.addAll(page.events());
        events.removeIf(event -> !pull.wants(event.entity()));
        long shown = ScopeToken.shownTo(pull.scope());
        List<Event> told = Homecoming.of(events, shown);
        return PullAnswer.delta(
                page.through() < moment.seq() ? Homecoming.at(moment, caller.now(), told) : told,
                page.through(),
                page.through() < moment.seq(),
                caller.now().token(moment.epoch()).shown(page.through(), pull.scope() == null ? 0 : shown));
    }

    private static Response snapshot(PullRequest pull, Caller caller, Moment moment) {
        SnapshotToken begin = pull.snapshot();
        if (begin == null) {
            begin = new SnapshotToken("", "", 0, moment.seq(), caller.now().token(moment.epoch()));
        } else {
            check(begin.scope(), caller.now(), moment);
            check(begin.seq(), moment);
        }
        SnapshotPage page = new SnapshotPage(pull, caller.then(), caller.now(), begin).read(moment);
        return PullAnswer.snapshot(page.events(), begin, page.next(), moment.seq());
    }
}
