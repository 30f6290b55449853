-- Tables of the projection. Day numbers count from 1970-01-01 = 0; an end that is open or
-- unknown is plus or minus infinity. Everything here is computed from the log and can be
-- deleted at any time.
--
-- A table X_versions holds every row that X has ever had: it stood on record from known_from to
-- before known_until, in microseconds since 1970 (UTC); what still stands ends at
-- 9223372036854775807. X itself is a view of what stands now, or, asked --as-recorded, of what
-- stood then.
--
-- Each version of a happening has a number `n`, and numbers are in the order of a chronology. The
-- rows of its parts, in tables X_rows, name it by that number, so that they need no times of their
-- own: X is a view of the parts of happenings that stand.

-- The log as read: one row a folder, by which freshness is judged, one a file, and one an event.
CREATE TABLE folders (
    folder TEXT PRIMARY KEY,    -- below the log, with a slash at its end
    names TEXT NOT NULL,        -- of its files, with slashes between them
    stats BLOB NOT NULL         -- size, mtime_ns, ctime_ns, inode of each, as 64-bit integers
) WITHOUT ROWID;

CREATE TABLE added_files (      -- to these folders, since their rows were written
    added INTEGER PRIMARY KEY,
    folder TEXT NOT NULL REFERENCES folders (folder),
    name TEXT NOT NULL,
    size INTEGER NOT NULL,      -- -1: too young for its stat to be trusted
    mtime_ns INTEGER NOT NULL,
    ctime_ns INTEGER NOT NULL,
    inode INTEGER NOT NULL
);

CREATE TABLE last_look (        -- at the folders, after which all of this was written
    mark TEXT NOT NULL,
    listed TEXT NOT NULL        -- the mark when more was written than files added to folders
);

CREATE TABLE folder_times (     -- when each held these files; 0 where its time is not trusted
    folder TEXT PRIMARY KEY,
    mtime_ns INTEGER NOT NULL,
    ctime_ns INTEGER NOT NULL,
    inode INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE files (
    file INTEGER PRIMARY KEY,
    path TEXT NOT NULL UNIQUE,  -- below the log
    sha256 TEXT NOT NULL        -- of the bytes
);

CREATE TABLE document_rows (
    document INTEGER PRIMARY KEY,
    file INTEGER NOT NULL REFERENCES files (file),
    line INTEGER NOT NULL,      -- in a pack; 0 where the event has the file alone
    id TEXT NOT NULL,
    event TEXT NOT NULL,        -- happening, actor, program, place, source, amendment, retraction
    digest BLOB NOT NULL,       -- SHA-256
    claim BLOB NOT NULL,        -- SHA-256 of the event without id and recording
    recorded_at TEXT NOT NULL,
    recorded_by TEXT NOT NULL
);
CREATE INDEX document_rows_file ON document_rows (file);
CREATE INDEX document_rows_id ON document_rows (id);
CREATE INDEX document_rows_claim ON document_rows (substr(claim, 1, 8));
CREATE INDEX document_rows_recorded ON document_rows (recorded_at);

-- The events as JSON, keys in the order of the file; apart, so that the table above is short.
CREATE TABLE bodies (
    document INTEGER PRIMARY KEY REFERENCES document_rows (document),
    body TEXT NOT NULL
);

-- Events about the log itself: seals, and erasures in the place of what was removed.
CREATE TABLE log_events (
    file INTEGER NOT NULL REFERENCES files (file),
    line INTEGER NOT NULL,      -- in a pack; 0 where the event has the file alone
    id TEXT NOT NULL,
    event TEXT NOT NULL,        -- erasure, seal
    digest BLOB NOT NULL,       -- SHA-256
    recorded_at TEXT NOT NULL,
    recorded_by TEXT NOT NULL,
    body TEXT NOT NULL,         -- as JSON
    PRIMARY KEY (file, line)
) WITHOUT ROWID;
CREATE INDEX log_events_id ON log_events (id);
CREATE INDEX log_events_recorded ON log_events (event, recorded_at, id);

-- What erasures removed, corrections of it, and what says the same, where files hold them all the same.
CREATE TABLE left_out (
    path TEXT NOT NULL,         -- below the log
    line INTEGER NOT NULL,      -- in a pack; 0 where the event has the file alone
    id TEXT NOT NULL,
    event TEXT NOT NULL,
    digest BLOB NOT NULL,       -- SHA-256
    claim BLOB NOT NULL,        -- SHA-256 of the event without id and recording
    target TEXT NOT NULL,       -- what it amends or retracts; empty for other events
    PRIMARY KEY (path, line)
) WITHOUT ROWID;

CREATE VIEW documents AS
SELECT
    f.path,
    d.line,
    f.path || CASE WHEN d.line > 0 THEN ':' || d.line ELSE '' END AS located,
    d.id,
    d.event,
    lower(hex(d.digest)) AS digest,
    lower(hex(d.claim)) AS claim,
    d.recorded_at,
    d.recorded_by,
    b.body,
    d.document
FROM document_rows AS d
LEFT JOIN files AS f ON f.file = d.file
LEFT JOIN bodies AS b ON b.document = d.document;

CREATE TABLE faults (
    path TEXT NOT NULL,
    line INTEGER NOT NULL,
    "column" INTEGER NOT NULL,
    problem TEXT NOT NULL,
    remedy TEXT NOT NULL,
    excerpt TEXT NOT NULL,
    stage TEXT NOT NULL         -- file: it cannot be read; fold: it cannot be applied
);

-- Events that were changed in their files or removed since the projection was first made.
CREATE TABLE lost (
    id TEXT PRIMARY KEY,
    path TEXT NOT NULL,
    called TEXT NOT NULL,       -- its title or name
    unread INTEGER NOT NULL     -- 1 where its file or folder cannot be read, so that it may be there
) WITHOUT ROWID;

-- What could not be read of the log, and its settings.
CREATE TABLE meta (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
) WITHOUT ROWID;

-- What corrections have made of each event that is no correction. `heads` and `body` are null where
-- they are its own: `states` has them whole.
CREATE TABLE standing_versions (
    id TEXT NOT NULL,
    event TEXT NOT NULL,
    key TEXT,                   -- of a declaration
    amended INTEGER NOT NULL,   -- how many amendments apply
    retracted_by TEXT,
    forked INTEGER NOT NULL,
    heads TEXT,                 -- JSON: ids of the newest corrections, or its own
    body TEXT,                  -- the event as corrected, as JSON
    known_from INTEGER NOT NULL,
    known_until INTEGER NOT NULL,
    PRIMARY KEY (id, known_from)
) WITHOUT ROWID;
CREATE INDEX standing_key ON standing_versions (event, key) WHERE key IS NOT NULL;
CREATE INDEX standing_retracted ON standing_versions (retracted_by) WHERE retracted_by IS NOT NULL;
CREATE INDEX standing_forked ON standing_versions (id) WHERE forked;

CREATE TABLE corrections_versions (
    id TEXT NOT NULL,
    root TEXT NOT NULL,         -- the event it corrects in the end
    target TEXT NOT NULL,       -- what it amends or retracts
    event TEXT NOT NULL,
    reason TEXT NOT NULL,
    recorded_at TEXT NOT NULL,
    recorded_by TEXT NOT NULL,
    ordinal INTEGER NOT NULL,   -- in the order in which they apply
    retracted_by TEXT,
    known_from INTEGER NOT NULL,
    known_until INTEGER NOT NULL,
    PRIMARY KEY (id, known_from)
) WITHOUT ROWID;
CREATE INDEX corrections_root ON corrections_versions (root, ordinal);

-- Happenings that are not retracted, as corrected.
CREATE TABLE happenings_versions (
    n INTEGER PRIMARY KEY,      -- see timeline.projection.numbers
    id TEXT NOT NULL,
    date TEXT NOT NULL,         -- EDTF
    earliest TEXT,              -- nominal bounds as ISO days; null when open or unknown
    latest TEXT,
    earliest_day INTEGER,       -- the same as day numbers, which sort years BC, too
    latest_day INTEGER,
    sort_from REAL NOT NULL,    -- the order of a chronology: sort_from, sort_to, date, id
    sort_to REAL NOT NULL,
    starts_from REAL NOT NULL,  -- bounds that tests use: widened by ? ~ %, begun by told_by
    starts_by REAL NOT NULL,
    ends_from REAL NOT NULL,
    ends_by REAL NOT NULL,
    reach INTEGER NOT NULL,     -- that many days at most from starts_from to ends_by; -1: any
    counts_from REAL NOT NULL,  -- as of a day: possibly there from, and surely from
    counts_by REAL NOT NULL,
    last_seen INTEGER,          -- where its end is open: the day of its newest source
    last_seen_date TEXT,        -- EDTF that this day is of
    told_by INTEGER,            -- of what occurred: the day by which its newest source was out
    recorded_at TEXT NOT NULL,
    recorded_by TEXT NOT NULL,
    amended INTEGER NOT NULL,
    kind TEXT NOT NULL,
    status TEXT NOT NULL,
    title TEXT NOT NULL,
    summary TEXT,
    date_text TEXT,
    date_basis TEXT,
    dated TEXT,
    part_of TEXT,
    outcome_of TEXT,
    announced TEXT,
    confidence TEXT,
    note TEXT,
    known_from INTEGER NOT NULL,
    known_until INTEGER NOT NULL
);
CREATE INDEX happenings_id ON happenings_versions (id);
-- With these, what stands is counted without a look at its rows.
CREATE INDEX happenings_days
ON happenings_versions (reach, starts_from, ends_by, known_until, known_from);
CREATE INDEX happenings_counts_from ON happenings_versions (counts_from);
CREATE INDEX happenings_counts_by
ON happenings_versions (counts_by, counts_from, known_until, known_from);
CREATE INDEX happenings_last ON happenings_versions (sort_to) WHERE latest IS NOT NULL;
CREATE INDEX happenings_known ON happenings_versions (known_from, known_until);
CREATE INDEX happenings_replaced ON happenings_versions (known_until)
WHERE known_until < 9223372036854775807;
CREATE INDEX happenings_kind ON happenings_versions (kind);
CREATE INDEX happenings_not_occurred
ON happenings_versions (status, known_until, counts_from, starts_from, ends_by, known_from)
WHERE status <> 'occurred';
CREATE INDEX happenings_part_of ON happenings_versions (part_of) WHERE part_of IS NOT NULL;
CREATE INDEX happenings_outcome_of ON happenings_versions (outcome_of) WHERE outcome_of IS NOT NULL;

CREATE TABLE participation_rows (
    n INTEGER NOT NULL,         -- of the version of the happening
    position INTEGER NOT NULL,
    actor TEXT NOT NULL,
    role TEXT NOT NULL,
    capacity TEXT,
    "for" TEXT,
    effect TEXT NOT NULL,       -- JSON: a list
    PRIMARY KEY (n, position)
) WITHOUT ROWID;
CREATE INDEX participations_actor ON participation_rows (actor, n, role);
CREATE INDEX participations_for ON participation_rows ("for", n, role) WHERE "for" IS NOT NULL;
CREATE INDEX participations_office ON participation_rows (actor)
WHERE capacity IS NOT NULL OR effect <> '[]';
CREATE INDEX participations_capacity ON participation_rows (capacity, n)
WHERE capacity IS NOT NULL;

CREATE TABLE program_part_rows (
    n INTEGER NOT NULL,
    position INTEGER NOT NULL,
    program TEXT NOT NULL,
    phase TEXT,
    effect TEXT NOT NULL,       -- JSON: a list
    PRIMARY KEY (n, position)
) WITHOUT ROWID;
CREATE INDEX program_parts_program ON program_part_rows (program, n, phase);
CREATE INDEX program_parts_phase ON program_part_rows (phase, n) WHERE phase IS NOT NULL;

CREATE TABLE happening_place_rows (
    n INTEGER NOT NULL,
    position INTEGER NOT NULL,
    place TEXT NOT NULL,
    PRIMARY KEY (n, position)
) WITHOUT ROWID;
CREATE INDEX happening_places_place ON happening_place_rows (place, n);

CREATE TABLE happening_tag_rows (
    n INTEGER NOT NULL,
    position INTEGER NOT NULL,
    tag TEXT NOT NULL,
    PRIMARY KEY (n, position)
) WITHOUT ROWID;
CREATE INDEX happening_tags_tag ON happening_tag_rows (tag, n);

CREATE TABLE happening_figure_rows (
    n INTEGER NOT NULL,
    position INTEGER NOT NULL,
    measure TEXT NOT NULL,
    value NUMERIC NOT NULL,
    unit TEXT,
    bound TEXT NOT NULL,
    type TEXT NOT NULL,
    "by" TEXT,                  -- JSON: a map
    PRIMARY KEY (n, position)
) WITHOUT ROWID;
CREATE INDEX happening_figures_measure ON happening_figure_rows (measure, n);

CREATE TABLE citation_rows (
    n INTEGER NOT NULL,
    position INTEGER NOT NULL,
    source TEXT NOT NULL,
    at TEXT,
    quote TEXT,
    PRIMARY KEY (n, position)
) WITHOUT ROWID;
CREATE INDEX citations_source ON citation_rows (source, n);

-- The words of each happening as they are searched: folded, each after a space, every text of the
-- happening on a line of its own. Names of actors and the like are searched in `names`. The index
-- tells which texts have some words, and the texts in which order.
CREATE TABLE text_rows (
    n INTEGER PRIMARY KEY,
    folded TEXT NOT NULL
);
CREATE VIRTUAL TABLE word_index USING fts5 (
    folded, content = 'text_rows', content_rowid = 'n', detail = 'none', tokenize = 'ascii'
);

-- What the keys mean. `declared_by` is the id of the declaration.
CREATE TABLE actors_versions (
    actor TEXT NOT NULL,
    name TEXT NOT NULL,
    short TEXT,                 -- the name where room is scarce
    type TEXT,
    part_of TEXT,
    same_as TEXT,               -- the key that is shown instead
    note TEXT,
    declared_by TEXT NOT NULL,
    known_from INTEGER NOT NULL,
    known_until INTEGER NOT NULL,
    PRIMARY KEY (actor, known_from)
) WITHOUT ROWID;

CREATE TABLE programs_versions (
    program TEXT NOT NULL,
    name TEXT NOT NULL,
    short TEXT,                 -- the name where room is scarce
    type TEXT,
    part_of TEXT,
    same_as TEXT,
    period TEXT,                -- EDTF, as declared
    status TEXT,                -- as declared
    sequential INTEGER NOT NULL,
    note TEXT,
    declared_by TEXT NOT NULL,
    known_from INTEGER NOT NULL,
    known_until INTEGER NOT NULL,
    PRIMARY KEY (program, known_from)
) WITHOUT ROWID;

CREATE TABLE declared_phases_versions (
    program TEXT NOT NULL,
    ordinal INTEGER NOT NULL,
    phase TEXT NOT NULL,
    name TEXT,
    planned TEXT,               -- EDTF
    known_from INTEGER NOT NULL,
    known_until INTEGER NOT NULL,
    PRIMARY KEY (program, ordinal, known_from)
) WITHOUT ROWID;

CREATE TABLE program_actors_versions (
    program TEXT NOT NULL,
    position INTEGER NOT NULL,
    actor TEXT NOT NULL,
    role TEXT NOT NULL,
    known_from INTEGER NOT NULL,
    known_until INTEGER NOT NULL,
    PRIMARY KEY (program, position, known_from)
) WITHOUT ROWID;

CREATE TABLE places_versions (
    place TEXT NOT NULL,
    name TEXT NOT NULL,
    short TEXT,                 -- the name where room is scarce
    type TEXT,
    part_of TEXT,
    same_as TEXT,
    coordinates TEXT,
    note TEXT,
    declared_by TEXT NOT NULL,
    known_from INTEGER NOT NULL,
    known_until INTEGER NOT NULL,
    PRIMARY KEY (place, known_from)
) WITHOUT ROWID;

CREATE TABLE sources_versions (
    source TEXT NOT NULL,
    title TEXT NOT NULL,
    publisher TEXT,
    published TEXT,             -- EDTF
    published_by REAL,          -- the day by which it was surely out; null when not known
    url TEXT,
    language TEXT,
    paragraphs INTEGER,
    archive TEXT,
    sha256 TEXT,
    same_as TEXT,
    note TEXT,
    declared_by TEXT NOT NULL,
    known_from INTEGER NOT NULL,
    known_until INTEGER NOT NULL,
    PRIMARY KEY (source, known_from)
) WITHOUT ROWID;

-- Every name that leads to a key, the key itself included; `folded` is how names are compared.
CREATE TABLE names_versions (
    namespace TEXT NOT NULL,    -- actor, program, place, source
    folded TEXT NOT NULL,
    key TEXT NOT NULL,
    name TEXT NOT NULL,
    searched TEXT NOT NULL,     -- the name in words, as texts are searched
    lang TEXT,
    during TEXT,
    known_from INTEGER NOT NULL,
    known_until INTEGER NOT NULL,
    PRIMARY KEY (namespace, folded, key, name, known_from)
) WITHOUT ROWID;
CREATE INDEX names_key ON names_versions (namespace, key);

-- Which keys lie in which, at any depth, each in itself.
CREATE TABLE parts_versions (
    namespace TEXT NOT NULL,
    whole TEXT NOT NULL,
    part TEXT NOT NULL,
    known_from INTEGER NOT NULL,
    known_until INTEGER NOT NULL,
    PRIMARY KEY (namespace, whole, part, known_from)
) WITHOUT ROWID;
CREATE INDEX parts_part ON parts_versions (part);

-- Kinds and roles that are known: those of the settings and those that the log uses.
CREATE TABLE words (
    vocabulary TEXT NOT NULL,   -- kind, role
    word TEXT NOT NULL,
    PRIMARY KEY (vocabulary, word)
) WITHOUT ROWID;

-- Spells of offices and phases, as `timeline.event.spells` derives them from effects.
CREATE TABLE spells (
    subject TEXT NOT NULL,      -- actor, program
    key TEXT NOT NULL,
    office TEXT NOT NULL,       -- office of an actor; phase of a program, '' for its own
    "for" TEXT NOT NULL,        -- '' when for nobody else
    ordinal INTEGER NOT NULL,
    start TEXT,                 -- EDTF; null when not on record
    start_earliest TEXT,        -- ISO days
    start_latest TEXT,
    start_earliest_day INTEGER, -- day numbers
    start_latest_day INTEGER,
    "end" TEXT,                 -- EDTF; null when none is on record
    end_earliest TEXT,
    end_latest TEXT,
    end_earliest_day INTEGER,
    end_latest_day INTEGER,
    end_by TEXT,                -- recorded, planned, next-phase; null when none
    state TEXT NOT NULL,        -- running, suspended, ended, cancelled, mentioned
    last_seen TEXT,             -- ISO day of the newest evidence
    last_seen_date TEXT,        -- EDTF of the newest evidence
    tested TEXT NOT NULL,       -- JSON: what tests of days use, see timeline.projection.spell_rows
    changes_from REAL NOT NULL, -- days between which what is told of it changes with the day
    changes_until REAL NOT NULL,
    evidence TEXT NOT NULL,     -- JSON: ids of happenings
    evidence_days TEXT NOT NULL, -- JSON: the first day on which each may have been; null: any
    PRIMARY KEY (subject, key, office, "for", ordinal)
) WITHOUT ROWID;
CREATE INDEX spells_changes ON spells (subject, changes_until, changes_from);
