// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.sample.dropin;

import io.lynchet.api.policy.PolicyFunction;
import io.lynchet.api.schema.FieldType;
import java.util.List;
import java.util.Locale;
import org.osgi.service.component.annotations.Component;

/** {@code same_domain(auth.email, data.contact)}: whether two e-mail addresses belong to one domain. */
@Component
public final class SameDomain implements PolicyFunction {
    @Override
    public String name() {
        return "same_domain";
    }

    @Override
    public List<FieldType.Kind> parameters() {
        return List.of(FieldType.Kind.STRING, FieldType.Kind.STRING);
    }

    @Override
    public FieldType.Kind result() {
        return FieldType.Kind.BOOL;
    }

    @Override
    public Object apply(List<Object> arguments) {
        String one = domain(arguments.get(0));
        return one != null && one.equals(domain(arguments.get(1)));
    }

    private static String domain(Object address) {
        if (address instanceof String text && text.indexOf('@') > 0) {
            return text.substring(text.lastIndexOf('@') + 1).toLowerCase(Locale.ROOT);
        }
        return null;
    }
}
