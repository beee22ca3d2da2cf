package cruddur;

import cruddur.accounts.Accounts;
import cruddur.accounts.OwnAccount;
import cruddur.activities.Activities;
import cruddur.conversations.Conversations;
import cruddur.database.Database;
import cruddur.http.Attempts;
import cruddur.http.Clients;
import cruddur.identity.Identity;
import cruddur.identity.Sessions;
import cruddur.moderation.Moderation;
import cruddur.notifications.Notifications;
import cruddur.people.People;
import cruddur.reactions.Reactions;
import cruddur.userpool.CognitoClient;
import io.vertx.core.Vertx;

/// What people can do, on one event loop and its database.
record Features(
        Database database,
        Sessions sessions,
        Identity identity,
        Accounts accounts,
        OwnAccount ownAccount,
        Activities activities,
        People people,
        Reactions reactions,
        Notifications notifications,
        Conversations conversations,
        Moderation moderation) {

    static Features of(Vertx vertx, Database database, SharedParts shared) {
        CognitoClient cognito = new CognitoClient(vertx, shared.config().pool());
        Sessions sessions = new Sessions(database, cognito);
        Identity identity = new Identity(database, shared.tokens(), cognito, sessions, shared.tally());
        Attempts attempts = shared.attempts();
        Clients clients = shared.config().limits().clients();
        return new Features(
                database,
                sessions,
                identity,
                new Accounts(database, cognito, identity, sessions, attempts, clients),
                new OwnAccount(database, cognito, identity, sessions, attempts, clients),
                new Activities(database, identity, shared.tally()),
                new People(database, identity),
                new Reactions(database, identity, shared.tally()),
                new Notifications(database, identity),
                new Conversations(database, identity, shared.tally()),
                new Moderation(database, identity));
    }
}
