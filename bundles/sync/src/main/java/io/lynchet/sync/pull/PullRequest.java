// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.sync.pull;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.Problem;
import io.lynchet.api.http.Request;
import io.lynchet.api.schema.Entity;
import io.lynchet.api.schema.Schema;
import io.lynchet.sync.event.ScopeToken;
import io.lynchet.sync.group.GroupReader;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The parameters of a pull.
 *
 * @param scope the rights under which the cursor was made, or null when the client does not say
 * @param snapshot the place at which a snapshot continues, or null
 * @param limit the most changes to examine, or rows of a snapshot
 * @param entities names, or empty for all
 */
public record PullRequest(long since, ScopeToken scope, SnapshotToken snapshot, int limit, Set<String> entities) {
    /** 18 digits, so that no number of that length overflows. */
    static final long SINCE_MAX = 999_999_999_999_999_999L;

    static PullRequest of(Request request) {
        String since = request.queryParameter("since");
        String scope = request.queryParameter("scope");
        String after = request.queryParameter("snapshot_after");
        String limit = request.queryParameter("limit");
        PullRequest pull = new PullRequest(
                since == null ? 0 : number("since", since, 0, SINCE_MAX),
                scope == null ? null : ScopeToken.of(scope),
                after == null ? null : SnapshotToken.of(after),
                limit == null ? GroupReader.CHANGES_MAX : (int) number("limit", limit, 1, GroupReader.CHANGES_MAX),
                names(request.queryParameter("entities")));
        if (pull.since > 0 && after != null) {
            throw invalid("snapshot_after", "snapshot_after goes with since=0.");
        }
        return pull;
    }

    // Plain digits only: parseLong would also take a sign and digits of other scripts.
    public static long number(String name, String text, long min, long max) {
        if (!text.isEmpty() && text.length() <= 18 && text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            long value = Long.parseLong(text);
            if (value >= min && value <= max) {
                return value;
            }
        }
        throw invalid(
                name, name + " must be a whole number from " + min + (max == Long.MAX_VALUE ? "" : " to " + max) + ".");
    }

    private static Set<String> names(String text) {
        return text == null ? Set.of() : new LinkedHashSet<>(List.of(text.split(",", -1)));
    }

    /** Fails for a name that is not a replicated entity. */
    void check(Schema schema) {
        for (String name : entities) {
            Entity entity = schema.entityOrNull(name);
            if (entity == null || entity.system() || !entity.replicated()) {
                throw invalid("entities", "There is no replicated entity \"" + name + "\".");
            }
        }
    }

    boolean wants(String entity) {
        return entities.isEmpty() || entities.contains(entity);
    }

    private static LynchetException invalid(String name, String message) {
        return LynchetException.invalid(List.of(new Problem(name, ErrorCode.INVALID_PARAMETER, message)));
    }
}
