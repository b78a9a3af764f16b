// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.policy.check;

import io.lynchet.api.principal.Principal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The single values of {@code auth}. */
public enum AuthValue {
    USER_ID("userId"),
    EMAIL("email"),
    TENANT_ID("tenantId"),
    IS_ADMIN("isAdmin"),
    IS_GUEST("isGuest");

    private final String member;

    AuthValue(String member) {
        this.member = member;
    }

    /** Returns the value with that name, or null. */
    static AuthValue named(String name) {
        if (name.equals("user_id")) {
            return USER_ID;
        }
        for (AuthValue value : values()) {
            if (value.member.equals(name)) {
                return value;
            }
        }
        return null;
    }

    /** Returns everything that can follow {@code auth.}. */
    static List<String> members() {
        List<String> members = new ArrayList<>(List.of("roles", "hasRole", "hasAnyRole"));
        Arrays.stream(values()).map(value -> value.member).forEach(members::add);
        return members;
    }

    public Type type() {
        return this == IS_ADMIN || this == IS_GUEST ? Type.BOOL : Type.TEXT;
    }

    /** Returns the value, or null when it is absent. */
    public Object of(Principal principal) {
        return switch (this) {
            case USER_ID -> principal.userId();
            case EMAIL -> principal.email();
            case TENANT_ID -> principal.tenantId();
            case IS_ADMIN -> principal.admin();
            case IS_GUEST -> principal.guest();
        };
    }

    /** Returns the name, such as {@code auth.userId}. */
    @Override
    public String toString() {
        return "auth." + member;
    }
}
