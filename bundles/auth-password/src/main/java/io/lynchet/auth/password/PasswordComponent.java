// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.password;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.auth.AccountRecords;
import io.lynchet.api.auth.Accounts;
import io.lynchet.api.auth.AttemptLimiter;
import io.lynchet.api.auth.Audit;
import io.lynchet.api.auth.AuthMethod;
import io.lynchet.api.auth.Mailer;
import io.lynchet.api.auth.Sessions;
import io.lynchet.api.data.DataService;
import io.lynchet.api.data.SystemSchema;
import io.lynchet.api.http.Route;
import io.lynchet.api.lease.Wiring;
import io.lynchet.auth.password.credential.AccountPasswordRecords;
import io.lynchet.auth.password.credential.HashCost;
import io.lynchet.auth.password.credential.PasswordCheck;
import io.lynchet.auth.password.credential.PasswordHasher;
import io.lynchet.auth.password.credential.PasswordRows;
import io.lynchet.auth.password.credential.PasswordSchema;
import io.lynchet.auth.password.credential.ResetRows;
import io.lynchet.auth.password.request.PasswordLimits;
import io.lynchet.auth.password.request.PasswordMethod;
import io.lynchet.auth.password.request.PasswordRules;
import io.lynchet.auth.password.request.PasswordServices;
import io.lynchet.auth.password.reset.CompleteReset;
import io.lynchet.auth.password.reset.RequestReset;
import io.lynchet.auth.password.reset.ResetMails;
import io.lynchet.auth.password.signin.ChangePassword;
import io.lynchet.auth.password.signin.LogIn;
import io.lynchet.auth.password.signin.RegisterAccount;
import io.lynchet.auth.password.verify.ChangeEmail;
import io.lynchet.auth.password.verify.EmailVerification;
import io.lynchet.auth.password.verify.SendVerification;
import io.lynchet.auth.password.verify.VerificationRows;
import io.lynchet.auth.password.verify.VerifyEmail;
import io.lynchet.system.rows.SystemRows;
import java.time.Clock;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The component of sign-in by password. It registers the routes, the entities, and the sign-in method. */
@Component(
        name = "io.lynchet.auth.password",
        immediate = true,
        service = {})
@Designate(ocd = PasswordComponent.Config.class)
public final class PasswordComponent {
    private static final Logger LOG = LoggerFactory.getLogger(PasswordComponent.class);

    // Longer than a few hashes take, shorter than people wait.
    private static final long HASH_WAIT_MILLIS = 1_000;

    /** The cost of a guess, and the rules for passwords. */
    @ObjectClassDefinition(name = "Lynchet sign-in by password")
    public @interface Config {
        @AttributeDefinition(
                description = "Memory of one Argon2id hash, in KiB. Stored hashes follow at the next sign-in.",
                min = "7168",
                max = "1048576")
        int memoryKib() default 19_456;

        @AttributeDefinition(description = "Number of passes of a hash over its memory.", min = "1", max = "20")
        int iterations() default 2;

        @AttributeDefinition(description = "Number of lanes of a hash.", min = "1", max = "16")
        int parallelism() default 1;

        @AttributeDefinition(
                description = "Most hashes that are computed at a time; others wait for a second, and then the"
                        + " response is 503.",
                min = "1",
                max = "64")
        int hashesAtOnceMax() default 4;

        @AttributeDefinition(description = "Smallest number of characters of a new password.", min = "8", max = "100")
        int passwordCharsMin() default 10;

        @AttributeDefinition(
                description = "Most password reset mails that wait to be sent; beyond it the response is 503.",
                min = "1",
                max = "100000")
        int mailsWaitingMax() default 1_000;

        @AttributeDefinition(
                description = "Page of the app that accepts a reset token, such as"
                        + " https://app.example.com/reset#{token}; the mail links to it. Empty: the mail has the bare"
                        + " token.")
        String resetPageUrl() default "";
    }

    private final PasswordServices services = new PasswordServices();
    private Wiring wiring;

    @Activate
    void activate(BundleContext context, Config config) {
        check(config);
        wiring = new Wiring(context, LOG::warn);
        wiring.track(DataService.class, services.data);
        wiring.track(Accounts.class, services.accounts);
        wiring.track(Sessions.class, services.sessions);
        wiring.track(AttemptLimiter.class, services.attempts);
        wiring.track(Audit.class, services.audit);
        wiring.track(Mailer.class, services.mailer);
        HashCost cost = new HashCost(config.memoryKib(), config.iterations(), config.parallelism());
        PasswordHasher hasher = new PasswordHasher(cost, config.hashesAtOnceMax(), HASH_WAIT_MILLIS);
        SystemRows rows = new SystemRows(services.data, Clock.systemUTC());
        ResetRows resets = new ResetRows(rows);
        PasswordCheck passwords = new PasswordCheck(services, hasher, new PasswordRows(rows, resets));
        PasswordRules rules = new PasswordRules(config.passwordCharsMin());
        PasswordLimits limits = new PasswordLimits(services.attempts);
        ResetMails mails =
                wiring.own(new ResetMails(services, resets, config.resetPageUrl(), config.mailsWaitingMax()));
        boolean dev = Boolean.parseBoolean(context.getProperty("lynchet.dev"));
        VerificationRows sent = new VerificationRows(rows);
        EmailVerification verifications = new EmailVerification(services, sent, limits, dev);
        wiring.register(SystemSchema.class, new PasswordSchema());
        wiring.register(AccountRecords.class, new AccountPasswordRecords());
        wiring.register(Route.class, new RegisterAccount(services, passwords, rules, limits, verifications));
        wiring.register(Route.class, new LogIn(services, passwords, limits));
        wiring.register(Route.class, new ChangePassword(services, passwords, rules, limits));
        wiring.register(Route.class, new RequestReset(limits, mails, dev));
        wiring.register(Route.class, new CompleteReset(services, passwords, resets, rules, limits));
        wiring.register(Route.class, new SendVerification(services, verifications));
        wiring.register(Route.class, new VerifyEmail(services, passwords, verifications, sent));
        wiring.register(Route.class, new ChangeEmail(services, passwords, limits, verifications));
        wiring.register(AuthMethod.class, new PasswordMethod());
    }

    @Deactivate
    void deactivate() {
        wiring.close();
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
            throw new LynchetException(ErrorCode.CONFIGURATION_INVALID, "resetPageUrl must contain {token}.");
        }
    }

    private static void range(String name, int value, int min, int max) {
        if (value < min || value > max) {
            throw new LynchetException(
                    ErrorCode.CONFIGURATION_INVALID, name + " must be " + min + " to " + max + ", not " + value + ".");
        }
    }
}
