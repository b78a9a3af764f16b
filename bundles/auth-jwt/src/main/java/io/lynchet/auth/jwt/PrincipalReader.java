// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.jwt;

import io.lynchet.api.auth.EmailAddress;
import io.lynchet.api.principal.Principal;
import io.lynchet.auth.jwt.key.SignedToken;
import io.lynchet.json.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The reader of a token's claims, which make the principal. A missing or null claim says nothing. A claim of another
 * type than expected refuses the token, since half-understood rights are worse than none. No token makes an admin.
 */
final class PrincipalReader {
    private static final int ID_CHARS_MAX = 200;
    private static final int EMAIL_CHARS_MAX = 254;
    private static final int ROLES_MAX = 100;
    // A role in an organisation requires an active organisation.
    private static final String ORGANISATION_ROLE = "org:";

    private final ClaimNames names;

    PrincipalReader(ClaimNames names) {
        this.names = names;
    }

    /** Returns the principal. Fails with {@code UNAUTHENTICATED} when the claims do not name a user. */
    Principal principal(JsonNode.ObjectNode claims) {
        String userId = id(claims, names.userId(), "user");
        if (userId == null || isAddress(names.userId()) && !isVerified(claims)) {
            throw TrustedIssuer.refused("It does not name a user.");
        }
        String tenant = names.tenant().isEmpty() ? null : id(claims, names.tenant(), "organisation");
        Set<String> roles = names.roles().isEmpty() ? Set.of() : Set.copyOf(roles(claims.get(names.roles())));
        if (tenant == null && roles.stream().anyMatch(role -> role.startsWith(ORGANISATION_ROLE))) {
            throw TrustedIssuer.refused("It has a role in an organisation but names none.");
        }
        return new Principal(names.userIdPrefix() + userId, email(claims), tenant, roles, false, false);
    }

    private boolean isAddress(String claim) {
        return claim.equals("email") || claim.equals(names.email());
    }

    private static boolean isVerified(JsonNode.ObjectNode claims) {
        return claims.get("email_verified") instanceof JsonNode.BooleanNode said && said.value();
    }

    private static String id(JsonNode.ObjectNode claims, String claim, String what) {
        JsonNode value = claims.get(claim);
        if (value == null || value.isNull()) {
            return null;
        }
        if (value instanceof JsonNode.StringNode text && isWord(text.value())) {
            return text.value();
        }
        throw TrustedIssuer.refused("Its " + what + " must be a text of 1 to " + ID_CHARS_MAX + " characters.");
    }

    private static boolean isWord(String text) {
        return !text.isBlank() && text.length() <= ID_CHARS_MAX && text.chars().noneMatch(Character::isISOControl);
    }

    private static List<String> roles(JsonNode value) {
        List<String> roles = new ArrayList<>();
        if (value instanceof JsonNode.StringNode text) {
            roles.addAll(List.of(text.value().strip().split(" +")));
            roles.removeIf(String::isEmpty);
        } else if (value instanceof JsonNode.ArrayNode array) {
            // An item that is no string becomes the empty role, which is refused later.
            array.items().forEach(item -> roles.add(item instanceof JsonNode.StringNode text ? text.value() : ""));
        } else if (value != null && !value.isNull()) {
            roles.add("");
        }
        if (roles.size() > ROLES_MAX || !roles.stream().allMatch(PrincipalReader::isWord)) {
            throw TrustedIssuer.refused("Its roles must be at most " + ROLES_MAX + " texts.");
        }
        return roles;
    }

    /**
     * Returns the address in its comparable form, as accounts have it; null unless the issuer says that it is verified.
     */
    private String email(JsonNode.ObjectNode claims) {
        String email = names.email().isEmpty() ? null : SignedToken.text(claims, names.email());
        boolean usable = email != null
                && isVerified(claims)
                && email.length() <= EMAIL_CHARS_MAX
                && email.matches("[^\\s@\\p{Cntrl}]+@[^\\s@\\p{Cntrl}]+");
        return usable ? EmailAddress.comparable(email) : null;
    }
}
