// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.orgs;

import io.lynchet.api.auth.AccountRecords;
import io.lynchet.api.auth.Accounts;
import io.lynchet.api.auth.AttemptLimiter;
import io.lynchet.api.auth.Audit;
import io.lynchet.api.auth.Mailer;
import io.lynchet.api.auth.Memberships;
import io.lynchet.api.auth.Sessions;
import io.lynchet.api.data.DataService;
import io.lynchet.api.data.SystemSchema;
import io.lynchet.api.http.Route;
import io.lynchet.api.lease.Wiring;
import io.lynchet.orgs.invite.AcceptInvite;
import io.lynchet.orgs.invite.CreateInvite;
import io.lynchet.orgs.invite.DeleteInvite;
import io.lynchet.orgs.invite.InvitationMail;
import io.lynchet.orgs.invite.Invitations;
import io.lynchet.orgs.invite.ListInvites;
import io.lynchet.orgs.model.OrgLimits;
import io.lynchet.orgs.model.OrgSchema;
import io.lynchet.orgs.model.OrgSettings;
import io.lynchet.orgs.routes.ChangeMember;
import io.lynchet.orgs.routes.CreateOrg;
import io.lynchet.orgs.routes.DeleteOrg;
import io.lynchet.orgs.routes.GetOrg;
import io.lynchet.orgs.routes.ListMembers;
import io.lynchet.orgs.routes.ListOrgs;
import io.lynchet.orgs.routes.OrgAccess;
import io.lynchet.orgs.routes.OrgServices;
import io.lynchet.orgs.routes.RemoveMember;
import io.lynchet.orgs.routes.SelectOrg;
import io.lynchet.orgs.store.AccountOrgRecords;
import io.lynchet.orgs.store.AppOrgRows;
import io.lynchet.orgs.store.OrgMemberships;
import io.lynchet.orgs.store.OrgStore;
import io.lynchet.orgs.store.OrgWrites;
import io.lynchet.orgs.store.Organisations;
import io.lynchet.system.rows.SystemRows;
import java.time.Clock;
import java.util.List;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The component of organisations. It registers their routes and entities, and the memberships that the auth bundle asks
 * for. The services it needs come and go.
 */
@Component(
        name = "io.lynchet.orgs",
        immediate = true,
        service = {})
@Designate(ocd = OrgComponent.Config.class)
public final class OrgComponent {
    private static final Logger LOG = LoggerFactory.getLogger(OrgComponent.class);

    /** The configuration of invitations. */
    @ObjectClassDefinition(name = "Lynchet organisations")
    public @interface Config {
        @AttributeDefinition(
                description = "Page of the app that accepts an invitation, such as"
                        + " https://app.example.com/join#{token}; the mail links to it. Empty: the mail has the bare"
                        + " token.")
        String invitePageUrl() default "";
    }

    private final OrgServices parts = new OrgServices();
    private Wiring wiring;

    @Activate
    void activate(BundleContext context, Config config) {
        InvitationMail mail = new InvitationMail(config.invitePageUrl());
        boolean dev = Boolean.parseBoolean(context.getProperty("lynchet.dev"));
        OrgStore store = new OrgStore(new SystemRows(parts.data(), Clock.systemUTC()));
        OrgSettings settings = new OrgSettings();
        AppOrgRows app = new AppOrgRows(settings);
        OrgWrites writes = new OrgWrites(app);
        Memberships memberships = new OrgMemberships(store, settings);
        wiring = new Wiring(context, LOG::warn);
        wiring.track(DataService.class, parts.data());
        wiring.track(Accounts.class, parts.accounts());
        wiring.track(Sessions.class, parts.sessions());
        wiring.track(AttemptLimiter.class, parts.attempts());
        wiring.track(Audit.class, parts.audit());
        wiring.track(Mailer.class, parts.mailer());
        wiring.register(SystemSchema.class, new OrgSchema());
        wiring.register(Memberships.class, memberships);
        wiring.register(AccountRecords.class, new AccountOrgRecords(writes, app));
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
                .forEach(route -> wiring.register(Route.class, route));
    }

    @Deactivate
    void deactivate() {
        wiring.close();
    }
}
