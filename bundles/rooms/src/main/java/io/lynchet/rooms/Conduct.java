// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.rooms;

import io.lynchet.api.LynchetException;
import io.lynchet.api.http.Response;
import java.util.function.Supplier;

/** How fast people may do things, and what is counted of it; the same for calls and frames. */
final class Conduct {
    private final Pace speaking;
    private final Pace moving;
    private final RoomFigures figures;

    /**
     * @param speaking for presence and messages
     * @param moving for coming, going and following
     */
    Conduct(Pace speaking, Pace moving, RoomFigures figures) {
        this.speaking = speaking;
        this.moving = moving;
        this.figures = figures;
    }

    /**
     * Counts one; {@code RATE_LIMITED} when it is too many, which never happens to admins.
     *
     * @param type of the frame that says the same
     */
    void pace(String type, Actor actor) {
        if (actor.principal().admin()) {
            return;
        }
        try {
            (type.equals("presence") || type.equals("topic") ? speaking : moving).take(actor.person());
        } catch (LynchetException e) {
            figures.refusal();
            throw e;
        }
    }

    /** Counts the refusal, if it is one. */
    Response counted(Supplier<Response> action) {
        try {
            return action.get();
        } catch (LynchetException e) {
            figures.refusal();
            throw e;
        }
    }

    void message() {
        figures.message();
    }

    void refused() {
        figures.refusal();
    }
}
