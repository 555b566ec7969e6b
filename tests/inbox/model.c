/*
** The rules of the inbox, written down once more, without an index and without SQL.
*/
#include "inbox.h"

static int is_recipient(const struct model *m, int user, const struct note *note) {
    const struct user *u = &m->user[user];
    int since = note->audience == TO_TEAM      ? u->in_team[note->target]
                : note->audience == TO_ACCOUNT ? u->member[note->target]
                                               : u->created;
    return note->audience == TO_USER ? note->target == user : since != NEVER && since <= note->at;
}

int model_visible(const struct model *m, int user, int note) {
    const struct note *n = &m->note[note];
    return n->alive && !n->mark[user].gone && is_recipient(m, user, n);
}

int model_read(const struct model *m, int user, int note) {
    const struct note *n = &m->note[note];
    return n->mark[user].read != NEVER ? n->mark[user].read : n->at <= m->user[user].watermark;
}

int model_unread(const struct model *m, int user) {
    int count = 0;
    for (int i = 0; i < m->notes; i++) {
        count += model_visible(m, user, i) && !model_read(m, user, i);
    }
    return count;
}

int model_has_new(const struct model *m, int user) {
    for (int i = 0; i < m->notes; i++) {
        if (model_visible(m, user, i) && !model_read(m, user, i) &&
            m->note[i].at > m->user[user].watermark) {
            return 1;
        }
    }
    return 0;
}

void model_mark_read(struct model *m, int user, int until) {
    if (until > m->user[user].watermark) {
        m->user[user].watermark = until;
    }
    for (int i = 0; i < m->notes; i++) {
        if (m->note[i].at <= until && m->note[i].mark[user].read == 0) {
            m->note[i].mark[user].read = NEVER;
        }
    }
}

/* Of one time the one with the greater id is newer. */
static int newest(const struct model *m, int user, int below_at, int below) {
    int found = NEVER;
    for (int i = 0; i < m->notes; i++) {
        int at = m->note[i].at;
        if (model_visible(m, user, i) && (at < below_at || (at == below_at && i < below)) &&
            (found == NEVER || at >= m->note[found].at)) {
            found = i;
        }
    }
    return found;
}

int model_fetch(struct model *m, int user, int most, int *notes) {
    int count = 0;
    int last = newest(m, user, 1 << 30, 0);
    while (last != NEVER && count < most) {
        notes[count++] = last;
        last = newest(m, user, m->note[last].at, last);
    }
    for (int i = 0; i < count; i++) {
        m->note[notes[i]].mark[user].gone |= m->note[notes[i]].disposal == ON_READ;
    }
    return count;
}

void model_end(struct model *m, enum audience audience, int target) {
    for (int i = 0; i < m->notes; i++) {
        if (m->note[i].audience == audience && m->note[i].target == target) {
            m->note[i].alive = 0;
        }
    }
}

void model_leave_account(struct model *m, int user, int account) {
    m->user[user].member[account] = NEVER;
    for (int t = account; t < TEAMS; t += ACCOUNTS) {
        m->user[user].in_team[t] = NEVER;
    }
}

void model_erase(struct model *m, int user) {
    m->user[user].watermark = NEVER;
    m->user[user].deleted = m->user[user].erased = 1;
    for (int t = 0; t < TEAMS; t++) {
        m->user[user].in_team[t] = NEVER;
    }
    for (int i = 0; i < m->notes; i++) {
        m->note[i].mark[user] = (struct mark){NEVER, 0};
    }
    model_end(m, TO_USER, user);
}
