// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.account;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.auth.EmailAddress;
import io.lynchet.api.data.DataService;
import io.lynchet.api.principal.Principal;
import io.lynchet.api.row.Row;
import io.lynchet.api.schema.Entity;
import io.lynchet.auth.schema.AuthSchema;
import io.lynchet.system.rows.SystemRows;
import java.net.IDN;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The look-up of accounts by email address.
 *
 * <p>New addresses are {@link EmailAddress#canonical canonical}. Accounts that are older than this form keep their
 * address as stored, and are found by either form. When two of them turn out to have one address, both stay. Each is
 * found by its own spelling, and the log says so.
 */
final class AccountAddresses {
    private static final Logger LOG = LoggerFactory.getLogger(AccountAddresses.class);
    private static final int TOLD_MAX = 1_000;

    private final Set<String> told = ConcurrentHashMap.newKeySet();

    /** Returns the account with this address. The spelling as typed goes before the equivalent ones. */
    Optional<Row> find(DataService service, String email) {
        List<Row> all = all(service, email);
        if (all.size() > 1) {
            tell(all);
        }
        return all.stream().findFirst();
    }

    private static List<Row> all(DataService service, String email) {
        Entity accounts = SystemRows.entity(service, AuthSchema.ACCOUNTS);
        List<Row> found = new ArrayList<>(1);
        for (String spelling : spellings(email)) {
            service.find(Principal.ADMIN, accounts, SystemRows.equal(accounts, "email", spelling))
                    .ifPresent(found::add);
        }
        return found;
    }

    // ASCII addresses have one spelling, and so cost one look-up.
    private static Set<String> spellings(String email) {
        Set<String> spellings = new LinkedHashSet<>();
        spellings.add(email.toLowerCase(Locale.ROOT));
        String canonical = EmailAddress.comparable(email);
        spellings.add(canonical);
        int at = canonical.lastIndexOf('@');
        if (at < 0) {
            return spellings;
        }
        String ascii = canonical.substring(at + 1);
        String domain = IDN.toUnicode(ascii);
        for (Normalizer.Form form : List.of(Normalizer.Form.NFC, Normalizer.Form.NFD)) {
            String local = Normalizer.normalize(canonical.substring(0, at), form);
            for (String host : List.of(ascii, domain, Normalizer.normalize(domain, Normalizer.Form.NFD))) {
                spellings.add(local + "@" + host);
            }
        }
        return spellings;
    }

    private void tell(List<Row> clashing) {
        List<String> ids = clashing.stream().map(Row::id).sorted().toList();
        if (told.size() < TOLD_MAX && told.add(ids.toString())) {
            LOG.warn(
                    "The accounts {} have one address in different spellings. Each is found by its own spelling; ask"
                            + " the owner which account is to stay.",
                    ids);
        }
    }

    /** Returns the canonical address for a new account. Fails with {@code INVALID_EMAIL} or {@code EMAIL_TAKEN}. */
    String free(DataService service, String email) {
        String canonical = EmailAddress.canonical(email);
        if (!all(service, canonical).isEmpty()) {
            throw taken(null);
        }
        return canonical;
    }

    /**
     * Returns the form in which an account is to keep an address that was proven. That is the canonical form, or the
     * stored one while another account has an equivalent spelling. For an address that is new to the account, fails
     * with {@code INVALID_EMAIL} or {@code EMAIL_TAKEN}.
     */
    String proven(DataService service, String userId, String email) {
        Entity accounts = SystemRows.entity(service, AuthSchema.ACCOUNTS);
        String stored = service.find(Principal.ADMIN, accounts, SystemRows.equal(accounts, "id", userId))
                .map(row -> (String) row.get("email"))
                .orElse(null);
        String wanted = EmailAddress.comparable(email);
        boolean own = stored != null && EmailAddress.comparable(stored).equals(wanted);
        if (!own) {
            EmailAddress.canonical(email);
        }
        boolean free = all(service, wanted).stream().allMatch(row -> row.id().equals(userId));
        if (!free && !own) {
            throw taken(null);
        }
        return free ? wanted : stored;
    }

    static LynchetException taken(LynchetException cause) {
        return new LynchetException(ErrorCode.EMAIL_TAKEN, "Another account has this address.", cause);
    }
}
