// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.sample.dropin;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.data.Hook;
import io.lynchet.api.principal.Principal;
import io.lynchet.api.row.Draft;
import io.lynchet.api.schema.Entity;
import io.lynchet.api.schema.Field;
import org.osgi.service.component.annotations.Component;

/** Cuts blanks off titles, gives them a capital letter, and refuses what nobody should have to do. */
@Component
public final class TidyTitles implements Hook {
    private static final String TITLE = "title";
    private static final String FORBIDDEN = "homework";

    @Override
    public String name() {
        return "tidy-titles";
    }

    @Override
    public boolean appliesTo(Entity entity) {
        return entity.fieldOrNull(TITLE) != null;
    }

    @Override
    public void beforeInsert(Principal principal, Draft draft) {
        tidy(draft);
    }

    @Override
    public void beforeUpdate(Principal principal, String id, Draft patch) {
        tidy(patch);
    }

    private static void tidy(Draft draft) {
        Field title = draft.entity().fieldOrNull(TITLE);
        // A hook sees the data before it is validated, so the value may be of any type.
        if (draft.get(title) instanceof String text && !text.isBlank()) {
            if (text.contains(FORBIDDEN)) {
                throw new LynchetException(ErrorCode.HOOK_REJECTED, "A title must not contain " + FORBIDDEN + ".");
            }
            String stripped = text.strip();
            int first = stripped.codePointAt(0);
            draft.set(
                    title,
                    Character.toString(Character.toTitleCase(first)) + stripped.substring(Character.charCount(first)));
        }
    }
}
