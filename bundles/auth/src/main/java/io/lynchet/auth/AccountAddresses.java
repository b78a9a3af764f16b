// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.auth.EmailAddress;
import io.lynchet.api.auth.Principal;
import io.lynchet.api.data.DataService;
import io.lynchet.api.data.SystemRows;
import io.lynchet.api.row.Row;
import io.lynchet.api.schema.Entity;
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
 * Accounts by their address. What is written now is {@link EmailAddress#canonical canonical}; accounts from before there was such a form keep the
 * one in which they were stored, and are found by either. Two of them may turn out to have one address: both stay, each is found by its own
 * spelling, and the log says so.
 */
final class AccountAddresses {
    private static final Logger LOG = LoggerFactory.getLogger(AccountAddresses.class);
    private static final int TOLD_MAX = 1_000;

    private final Set<String> told = ConcurrentHashMap.newKeySet();

    /** The account whose address this is. What was typed goes before what it stands for. */
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

    // One for all but addresses with letters beyond ASCII, so that they cost one look-up.
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
                    "The accounts {} have one address in different spellings. Each goes on, found by its own; ask their owner"
                            + " which one is to stay.",
                    ids);
        }
    }

    /** Canonical, for an account that is to be made; {@code INVALID_EMAIL}, {@code EMAIL_TAKEN}. */
    String free(DataService service, String email) {
        String canonical = EmailAddress.canonical(email);
        if (!all(service, canonical).isEmpty()) {
            throw taken(null);
        }
        return canonical;
    }

    /**
     * How an account of which the address was proven is to keep it: canonical, or as it is while an account with another spelling stands in the
     * way. For an address that the account did not have {@code INVALID_EMAIL}, {@code EMAIL_TAKEN}.
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
