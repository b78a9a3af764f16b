// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.password;

import static org.osgi.service.component.annotations.ReferenceCardinality.OPTIONAL;
import static org.osgi.service.component.annotations.ReferencePolicy.DYNAMIC;
import static org.osgi.service.component.annotations.ReferencePolicyOption.GREEDY;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.auth.AccountRecords;
import io.lynchet.api.auth.Accounts;
import io.lynchet.api.auth.Attempts;
import io.lynchet.api.auth.Audit;
import io.lynchet.api.auth.AuthMethod;
import io.lynchet.api.auth.Mailer;
import io.lynchet.api.auth.Sessions;
import io.lynchet.api.data.DataService;
import io.lynchet.api.data.SystemRows;
import io.lynchet.api.data.SystemSchema;
import io.lynchet.api.http.Route;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Offers the routes of the password, its tables, and itself as a way to sign in. */
@Component(
        name = "io.lynchet.auth.password",
        immediate = true,
        service = {})
@Designate(ocd = PasswordComponent.Config.class)
public final class PasswordComponent {
    // Longer than a few hashes take, shorter than people wait.
    private static final long HASH_WAIT_MILLIS = 1_000;

    /** How dear a guess is, and what a password has to be. */
    @ObjectClassDefinition(name = "Lynchet sign-in by password")
    public @interface Config {
        @AttributeDefinition(
                description = "Memory that one Argon2id hash takes, in KiB. Stored hashes follow at the next login.",
                min = "7168",
                max = "1048576")
        int memoryKib() default 19_456;

        @AttributeDefinition(description = "How often a hash goes over its memory.", min = "1", max = "20")
        int iterations() default 2;

        @AttributeDefinition(description = "Lanes of a hash.", min = "1", max = "16")
        int parallelism() default 1;

        @AttributeDefinition(
                description = "Hashes that are computed at one time; others wait a second and then get 503.",
                min = "1",
                max = "64")
        int hashesAtOnceMax() default 4;

        @AttributeDefinition(description = "Fewest characters of a new password.", min = "8", max = "100")
        int passwordCharsMin() default 10;

        @AttributeDefinition(
                description = "Mails for new passwords that may wait to be sent; beyond that the answer is 503.",
                min = "1",
                max = "100000")
        int mailsWaitingMax() default 1_000;

        @AttributeDefinition(
                description = "Page of the app that takes a token for a new password, such as"
                        + " https://app.example.com/reset#{token}; the mail links to it. Empty to mail the bare token.")
        String resetPageUrl() default "";
    }

    private final Services services = new Services();
    private final List<ServiceRegistration<?>> registrations = new ArrayList<>();
    private ResetMails mails;

    @Activate
    void activate(BundleContext context, Config config) {
        check(config);
        Cost cost = new Cost(config.memoryKib(), config.iterations(), config.parallelism());
        PasswordHasher hasher = new PasswordHasher(cost, config.hashesAtOnceMax(), HASH_WAIT_MILLIS);
        SystemRows rows = new SystemRows(services.data, Clock.systemUTC());
        ResetRows resets = new ResetRows(rows);
        Passwords passwords = new Passwords(services, hasher, new PasswordRows(rows, resets));
        PasswordRules rules = new PasswordRules(config.passwordCharsMin());
        PasswordLimits limits = new PasswordLimits(services.attempts);
        mails = new ResetMails(services, resets, config.resetPageUrl(), config.mailsWaitingMax());
        boolean dev = Boolean.parseBoolean(context.getProperty("lynchet.dev"));
        VerificationRows sent = new VerificationRows(rows);
        Verifications verifications = new Verifications(services, sent, limits, dev);
        offer(context, SystemSchema.class, new PasswordSchema());
        offer(context, AccountRecords.class, new PasswordRecords());
        offer(context, Route.class, new RegisterAccount(services, passwords, rules, limits, verifications));
        offer(context, Route.class, new LogIn(services, passwords, limits));
        offer(context, Route.class, new ChangePassword(services, passwords, rules, limits));
        offer(context, Route.class, new RequestReset(limits, mails, dev));
        offer(context, Route.class, new CompleteReset(services, passwords, resets, rules, limits));
        offer(context, Route.class, new SendVerification(services, verifications));
        offer(context, Route.class, new VerifyEmail(services, passwords, verifications, sent));
        offer(context, Route.class, new ChangeEmail(services, passwords, limits, verifications));
        offer(context, AuthMethod.class, new PasswordMethod());
    }

    private <T> void offer(BundleContext context, Class<T> contract, T service) {
        registrations.add(context.registerService(contract, service, null));
    }

    @Deactivate
    void deactivate() {
        registrations.forEach(ServiceRegistration::unregister);
        registrations.clear();
        mails.close();
    }

    private static void check(Config config) {
        range("memoryKib", config.memoryKib(), 7_168, 1_048_576);
        range("iterations", config.iterations(), 1, 20);
        range("parallelism", config.parallelism(), 1, 16);
        range("hashesAtOnceMax", config.hashesAtOnceMax(), 1, 64);
        range("passwordCharsMin", config.passwordCharsMin(), 8, 100);
        range("mailsWaitingMax", config.mailsWaitingMax(), 1, 100_000);
        String page = config.resetPageUrl();
        if (!page.isEmpty() && !page.contains(ResetMails.PLACEHOLDER)) {
            throw new LynchetException(ErrorCode.CONFIGURATION_INVALID, "resetPageUrl has no {token} in it.");
        }
    }

    private static void range(String name, int value, int min, int max) {
        if (value < min || value > max) {
            throw new LynchetException(
                    ErrorCode.CONFIGURATION_INVALID,
                    name + " has to be " + min + " to " + max + ", not " + value + ".");
        }
    }

    @Reference(cardinality = OPTIONAL, policy = DYNAMIC, policyOption = GREEDY)
    void bindData(DataService service) {
        services.data.bind(service);
    }

    void unbindData(DataService service) {
        services.data.unbind(service);
    }

    @Reference(cardinality = OPTIONAL, policy = DYNAMIC, policyOption = GREEDY)
    void bindAccounts(Accounts service) {
        services.accounts.bind(service);
    }

    void unbindAccounts(Accounts service) {
        services.accounts.unbind(service);
    }

    @Reference(cardinality = OPTIONAL, policy = DYNAMIC, policyOption = GREEDY)
    void bindSessions(Sessions service) {
        services.sessions.bind(service);
    }

    void unbindSessions(Sessions service) {
        services.sessions.unbind(service);
    }

    @Reference(cardinality = OPTIONAL, policy = DYNAMIC, policyOption = GREEDY)
    void bindAttempts(Attempts service) {
        services.attempts.bind(service);
    }

    void unbindAttempts(Attempts service) {
        services.attempts.unbind(service);
    }

    @Reference(cardinality = OPTIONAL, policy = DYNAMIC, policyOption = GREEDY)
    void bindAudit(Audit service) {
        services.audit.bind(service);
    }

    void unbindAudit(Audit service) {
        services.audit.unbind(service);
    }

    @Reference(cardinality = OPTIONAL, policy = DYNAMIC, policyOption = GREEDY)
    void bindMailer(Mailer service) {
        services.mailer.bind(service);
    }

    void unbindMailer(Mailer service) {
        services.mailer.unbind(service);
    }
}
