// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.manifest;

import io.lynchet.api.schema.Entity;
import io.lynchet.json.JsonNode;
import io.lynchet.json.JsonNode.NumberNode;
import java.util.Map;

/** Checks the keys of the {@code auth} block, and applies what it means for the fields of people; who uses it reads it from the document. */
final class AuthReader {
    private AuthReader() {}

    /** @param entities in which that of people is changed as the block wants it */
    static void check(Section manifest, Map<String, Entity> entities, Findings findings) {
        Section auth = manifest.section("auth");
        Section user = auth == null ? null : auth.section("user");
        UserFields.apply(user, entities, findings);
        if (auth == null) {
            return;
        }
        if (user != null) {
            user.strings("expose", false);
            user.refuseOthers();
        }
        session(auth, findings);
        auth.strings("trusted_origins", false);
        Section org = auth.section("org");
        if (org != null) {
            org.string("entity", false);
            org.string("member_entity", false);
            org.string("invite_entity", false);
            org.bool("disabled", false);
            org.refuseOthers();
        }
        auth.refuseOthers();
    }

    private static void session(Section auth, Findings findings) {
        Section session = auth.section("session");
        if (session == null) {
            return;
        }
        seconds(session, "expires_in", findings);
        Section cache = session.section("cookie_cache");
        if (cache != null) {
            cache.bool("enabled", false);
            seconds(cache, "max_age", findings);
            cache.strings("claims", false);
            cache.refuseOthers();
        }
        session.refuseOthers();
    }

    private static void seconds(Section section, String key, Findings findings) {
        JsonNode value = section.raw(key);
        boolean good = value == null
                || (value instanceof NumberNode number && number.literal().matches("[1-9][0-9]{0,9}"));
        if (!good) {
            findings.error(
                    Section.WRONG_TYPE, "\"" + key + "\" must be a positive number of seconds.", value.place(), null);
        }
    }
}
