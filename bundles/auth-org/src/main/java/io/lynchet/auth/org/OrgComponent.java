// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.org;

import io.lynchet.api.auth.AccountRecords;
import io.lynchet.api.auth.Accounts;
import io.lynchet.api.auth.Attempts;
import io.lynchet.api.auth.Audit;
import io.lynchet.api.auth.Mailer;
import io.lynchet.api.auth.Memberships;
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
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Offers organisations: their routes and entities, and what the auth bundle asks about them. The parts it needs come and go. */
@Component(
        name = "io.lynchet.auth.org",
        immediate = true,
        service = {})
@Designate(ocd = OrgComponent.Config.class)
public final class OrgComponent {
    /** What invitations look like. */
    @ObjectClassDefinition(name = "Lynchet organisations")
    public @interface Config {
        @AttributeDefinition(
                description = "Page of the app that takes an invitation, such as"
                        + " https://app.example.com/join#{token}; the mail links to it. Empty to mail the bare token.")
        String invitePageUrl() default "";
    }

    private final Parts parts = new Parts();
    private final List<ServiceRegistration<?>> registrations = new ArrayList<>();

    @Activate
    void activate(BundleContext context, Config config) {
        InviteMail mail = new InviteMail(config.invitePageUrl());
        boolean dev = Boolean.parseBoolean(context.getProperty("lynchet.dev"));
        OrgStore store = new OrgStore(new SystemRows(parts.data(), Clock.systemUTC()));
        OrgSettings settings = new OrgSettings();
        AppRows app = new AppRows(settings);
        OrgWrites writes = new OrgWrites(app);
        Memberships memberships = new OrgMemberships(store, settings);
        register(context, SystemSchema.class, new OrgSchema());
        register(context, Memberships.class, memberships);
        register(context, AccountRecords.class, new OrgRecords(writes, app));
        OrgAccess access = new OrgAccess(store, settings);
        Organisations organisations = new Organisations(store, writes, OrgLimits.USUAL);
        Invitations invitations = new Invitations(store, writes, OrgLimits.USUAL);
        List.of(
                        new CreateOrg(parts, access, organisations),
                        new ListOrgs(access, organisations),
                        new GetOrg(access, organisations),
                        new DeleteOrg(parts, access, organisations),
                        new ListMembers(parts, access, organisations),
                        new ChangeMember(parts, access, organisations),
                        new RemoveMember(parts, access, organisations),
                        new CreateInvite(parts, access, invitations, mail, dev),
                        new ListInvites(access, invitations),
                        new DeleteInvite(parts, access, invitations),
                        new AcceptInvite(parts, access, invitations),
                        new SelectOrg(parts, access, memberships))
                .forEach(route -> register(context, Route.class, route));
    }

    private <T> void register(BundleContext context, Class<T> type, T service) {
        registrations.add(context.registerService(type, service, null));
    }

    @Deactivate
    void deactivate() {
        registrations.forEach(ServiceRegistration::unregister);
        registrations.clear();
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindData(DataService service) {
        parts.data().bind(service);
    }

    void unbindData(DataService service) {
        parts.data().unbind(service);
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindAccounts(Accounts service) {
        parts.accounts().bind(service);
    }

    void unbindAccounts(Accounts service) {
        parts.accounts().unbind(service);
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindSessions(Sessions service) {
        parts.sessions().bind(service);
    }

    void unbindSessions(Sessions service) {
        parts.sessions().unbind(service);
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindAttempts(Attempts service) {
        parts.attempts().bind(service);
    }

    void unbindAttempts(Attempts service) {
        parts.attempts().unbind(service);
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindAudit(Audit service) {
        parts.audit().bind(service);
    }

    void unbindAudit(Audit service) {
        parts.audit().unbind(service);
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindMailer(Mailer service) {
        parts.mailer().bind(service);
    }

    void unbindMailer(Mailer service) {
        parts.mailer().unbind(service);
    }
}
