// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.sync.pull;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.data.AppModel;
import io.lynchet.api.data.DataService;
import io.lynchet.api.data.DataSnapshot;
import io.lynchet.api.data.ReadScopes;
import io.lynchet.api.http.HttpMethod;
import io.lynchet.api.http.Parameter;
import io.lynchet.api.http.Request;
import io.lynchet.api.http.Response;
import io.lynchet.api.http.Route;
import io.lynchet.api.http.RouteInfo;
import io.lynchet.api.lease.Gate;
import io.lynchet.api.principal.Principal;
import io.lynchet.sync.event.EventBuilder;
import io.lynchet.sync.event.ReadRights;
import io.lynchet.sync.event.RowEvent;
import io.lynchet.sync.event.ScopeToken;
import io.lynchet.sync.group.GroupReader;
import io.lynchet.sync.group.RecentEvents;
import io.lynchet.sync.group.RightsGroups;
import io.lynchet.sync.group.SyncMetrics;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/**
 * The route of a pull. It returns the changes since the client's cursor that the caller may read, or a snapshot for a
 * client without a cursor.
 */
public final class PullChanges implements Route {
    private static final RouteInfo INFO = RouteInfo.of(
                    HttpMethod.GET,
                    "/api/sync/pull",
                    "Returns the changes after a cursor, or everything, that the caller may read.")
            .tagged("sync")
            .taking(
                    Parameter.integer(
                            "since",
                            0,
                            PullRequest.SINCE_MAX,
                            "Cursor: the last_seq of the pull before; 0 for everything."),
                    new Parameter("scope", "string", "The scope that came with the cursor."),
                    new Parameter("snapshot_after", "string", "The snapshot_after of the previous page of a snapshot."),
                    Parameter.integer(
                            "limit",
                            1,
                            GroupReader.CHANGES_MAX,
                            "Changes to read, or rows of a snapshot, 1 to 1000; a longer commit comes whole."),
                    new Parameter("entities", "string", "Names of entities, separated by commas; all when missing."))
            .failing(
                    ErrorCode.INVALID_DATA,
                    ErrorCode.INVALID_PARAMETER,
                    ErrorCode.INVALID_CURSOR,
                    ErrorCode.RESYNC_REQUIRED)
            .schemas(null, PullAnswer.SCHEMA);

    private final Gate<DataService> data;
    private final Gate<ReadScopes> scopes;
    private final RightsGroups groups;
    private final GroupReader reader;
    private final SyncMetrics metrics;

    public PullChanges(
            Gate<DataService> data,
            Gate<ReadScopes> scopes,
            RightsGroups groups,
            GroupReader reader,
            SyncMetrics metrics) {
        this.data = data;
        this.scopes = scopes;
        this.groups = groups;
        this.reader = reader;
        this.metrics = metrics;
    }

    /** The caller's rights now, and at the time that the cursor names. */
    private record Caller(ReadRights now, ReadRights then) {}

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
        metrics.pulls.increment();
        return scopes.call(source -> source.now(snapshot -> {
            try {
                return pull.since() == 0 ? snapshot(pull, caller, snapshot) : delta(pull, caller, snapshot);
            } catch (LynchetException e) {
                if (e.code() != ErrorCode.RESYNC_REQUIRED) {
                    throw e;
                }
                metrics.resyncs.increment();
                return PullAnswer.resync(e, snapshot.oldestCursor());
            }
        }));
    }

    private static Caller caller(AppModel app, ReadScopes source, Principal principal, ScopeToken named) {
        Instant at = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        ReadRights now = ReadRights.of(app, source, principal, at);
        if (!now.timed() || named == null || named.at() == null || named.at().isAfter(at)) {
            return new Caller(now, now);
        }
        return new Caller(now, ReadRights.of(app, source, principal, named.at()));
    }

    /** Fails with {@code RESYNC_REQUIRED} when the cursor was made under other rights or from another log. */
    public static void check(ScopeToken named, ReadRights rights, DataSnapshot snapshot) {
        if (named.epoch() != snapshot.epoch()) {
            throw resync("The cursor belongs to another log.");
        }
        if (!named.hash().equals(rights.hash())
                || rights.timed() != (named.at() != null)
                || (named.at() != null && named.at().isAfter(rights.at()))) {
            throw resync("Your rights have changed since the cursor: you may read other rows now.");
        }
    }

    /** Fails with {@code RESYNC_REQUIRED} when the log does not reach the cursor. */
    public static void check(long since, DataSnapshot snapshot) {
        if (since > snapshot.seq()) {
            throw resync("The cursor is ahead of the log.");
        }
        if (since < snapshot.oldestCursor()) {
            throw resync("The log does not reach back to the cursor.");
        }
    }

    private static LynchetException resync(String message) {
        return new LynchetException(ErrorCode.RESYNC_REQUIRED, message);
    }

    private Response delta(PullRequest pull, Caller caller, DataSnapshot snapshot) {
        if (pull.scope() != null) {
            check(pull.scope(), caller.now(), snapshot);
        }
        check(pull.since(), snapshot);
        List<RowEvent> events = new ArrayList<>();
        if (!caller.then().key().equals(caller.now().key())) {
            new EventBuilder(caller.now(), snapshot, pull.since())
                    .addDifference(caller.then(), pull.since(), caller.now().at(), events);
        }
        RecentEvents.Stretch page = reader.after(snapshot, groups.of(caller.now()), pull.since(), pull.limit());
        events.addAll(page.events());
        events.removeIf(event -> !pull.wants(event.entity()));
        long shown = ScopeToken.shownTo(pull.scope());
        List<RowEvent> told = CatchUp.of(events, shown);
        return PullAnswer.delta(
                page.through() < snapshot.seq() ? CatchUp.at(snapshot, caller.now(), told) : told,
                page.through(),
                page.through() < snapshot.seq(),
                caller.now().token(snapshot.epoch()).shown(page.through(), pull.scope() == null ? 0 : shown));
    }

    private static Response snapshot(PullRequest pull, Caller caller, DataSnapshot snapshot) {
        SnapshotToken begin = pull.snapshot();
        if (begin == null) {
            begin = new SnapshotToken("", "", 0, snapshot.seq(), caller.now().token(snapshot.epoch()));
        } else {
            check(begin.scope(), caller.now(), snapshot);
            check(begin.seq(), snapshot);
        }
        SnapshotPage page = new SnapshotPage(pull, caller.then(), caller.now(), begin).read(snapshot);
        return PullAnswer.snapshot(page.events(), begin, page.next(), snapshot.seq());
    }
}
