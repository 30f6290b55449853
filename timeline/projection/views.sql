-- Views of the projection: what people ask. Lists are JSON arrays, dates are EDTF, bounds are
-- ISO days, and in columns that end in _day the numbers of days (1970-01-01 = 0), which sort. Every
-- row leads to the ids of the events it rests on.
--
-- They are written so that other engines can run them, too (timeline.exchange.engines): names come
-- by joins, a list in the order of an ordered subquery, a column has one type, and nothing stands
-- beside a GROUP BY that is not in it. Where one row is asked for by its `n`, SQLite looks lists up
-- for that row alone: that is why they are subqueries.

-- What corrections have made of each event that is no correction.
CREATE VIEW states AS
SELECT
    s.id,
    s.event,
    s.key,
    s.amended,
    s.retracted_by,
    s.forked,
    coalesce(s.heads, '["' || s.id || '"]') AS heads,
    coalesce(s.body, b.body) AS body,
    s.known_from,
    s.known_until
FROM (
    SELECT
        x.*,
        (SELECT min(d.document) FROM document_rows AS d WHERE d.id = x.id) AS document
    FROM standing AS x
) AS s
LEFT JOIN bodies AS b ON b.document = s.document;

-- The parts of happenings.
CREATE VIEW participations AS
SELECT
    h.id AS happening,
    x.position,
    x.actor,
    x.role,
    x.capacity,
    x."for",
    x.effect,
    x.n
FROM participation_rows AS x
JOIN happenings AS h ON h.n = x.n;

CREATE VIEW program_parts AS
SELECT
    h.id AS happening,
    x.position,
    x.program,
    x.phase,
    x.effect,
    x.n
FROM program_part_rows AS x
JOIN happenings AS h ON h.n = x.n;

CREATE VIEW happening_places AS
SELECT
    h.id AS happening,
    x.position,
    x.place,
    x.n
FROM happening_place_rows AS x
JOIN happenings AS h ON h.n = x.n;

CREATE VIEW happening_tags AS
SELECT
    h.id AS happening,
    x.position,
    x.tag,
    x.n
FROM happening_tag_rows AS x
JOIN happenings AS h ON h.n = x.n;

CREATE VIEW happening_figures AS
SELECT
    h.id AS happening,
    x.position,
    x.measure,
    x.value,
    x.unit,
    x.bound,
    x.type,
    x."by",
    x.n
FROM happening_figure_rows AS x
JOIN happenings AS h ON h.n = x.n;

CREATE VIEW citations AS
SELECT
    h.id AS happening,
    x.position,
    x.source,
    x.at,
    x.quote,
    x.n
FROM citation_rows AS x
JOIN happenings AS h ON h.n = x.n;

CREATE VIEW texts AS
SELECT
    h.id AS happening,
    x.folded,
    x.n
FROM text_rows AS x
JOIN happenings AS h ON h.n = x.n;

-- One row a happening, in the order of a timeline.
CREATE VIEW chronology AS
SELECT
    h.id,
    h.date,
    h.earliest,
    h.latest,
    h.earliest_day,
    h.latest_day,
    h.kind,
    h.status,
    h.title,
    h.summary,
    coalesce((
        SELECT json_group_array(json_object('place', l.place, 'name', l.name, 'short', l.short))
        FROM (
            SELECT x.place, coalesce(p.name, x.place) AS name, p.short
            FROM happening_place_rows AS x
            LEFT JOIN places AS p ON p.place = x.place
            WHERE x.n = h.n
            ORDER BY x.position
        ) AS l
    ), '[]') AS places,
    coalesce((
        SELECT json_group_array(
            json_object(
                'actor', l.actor, 'name', l.name, 'short', l.short, 'role', l.role,
                'capacity', l.capacity, 'for', l."for", 'for_name', l.for_name,
                'for_short', l.for_short, 'effect', json(l.effect)
            )
        )
        FROM (
            SELECT
                x.actor, coalesce(a.name, x.actor) AS name, a.short, x.role, x.capacity,
                x."for", coalesce(b.name, x."for") AS for_name, b.short AS for_short, x.effect
            FROM participation_rows AS x
            LEFT JOIN actors AS a ON a.actor = x.actor
            LEFT JOIN actors AS b ON b.actor = x."for"
            WHERE x.n = h.n
            ORDER BY x.position
        ) AS l
    ), '[]') AS actors,
    coalesce((
        SELECT json_group_array(
            json_object(
                'program', l.program, 'name', l.name, 'short', l.short, 'phase', l.phase,
                'effect', json(l.effect)
            )
        )
        FROM (
            SELECT x.program, coalesce(p.name, x.program) AS name, p.short, x.phase, x.effect
            FROM program_part_rows AS x
            LEFT JOIN programs AS p ON p.program = x.program
            WHERE x.n = h.n
            ORDER BY x.position
        ) AS l
    ), '[]') AS programs,
    coalesce((
        SELECT json_group_array(
            json_object(
                'measure', l.measure, 'value', l.value, 'unit', l.unit,
                'bound', l.bound, 'type', l.type, 'by', json(l."by")
            )
        )
        FROM (
            SELECT x.measure, x.value, x.unit, x.bound, x.type, x."by"
            FROM happening_figure_rows AS x
            WHERE x.n = h.n
            ORDER BY x.position
        ) AS l
    ), '[]') AS figures,
    coalesce((
        SELECT json_group_array(
            json_object('source', l.source, 'at', l.at, 'title', l.title, 'published', l.published)
        )
        FROM (
            SELECT x.source, x.at, s.title, s.published
            FROM citation_rows AS x
            LEFT JOIN sources AS s ON s.source = x.source
            WHERE x.n = h.n
            ORDER BY x.position
        ) AS l
    ), '[]') AS sources,
    h.confidence,
    h.recorded_at,
    h.recorded_by,
    h.amended,
    h.n
FROM happenings AS h
ORDER BY h.n;

-- One row an actor that took part in a happening, and one a body for which somebody did: of this
-- `through` is who, else null.
CREATE VIEW involvements AS
SELECT happening, position, actor, NULL AS through, role, capacity, "for", effect, n
FROM participations
UNION ALL
SELECT happening, position, "for", actor, role, capacity, "for", effect, n
FROM participations
WHERE "for" IS NOT NULL AND "for" <> actor;

-- One row a participation of an actor in a happening, itself or through who holds its office.
CREATE VIEW actor_history AS
SELECT
    p.actor,
    coalesce(a.name, p.actor) AS name,
    p.role,
    p.capacity,
    p."for",
    p.through,
    p.effect,
    h.date,
    h.earliest,
    h.latest,
    h.earliest_day,
    h.latest_day,
    h.status,
    h.title,
    p.happening
FROM involvements AS p
JOIN happenings AS h ON h.n = p.n
LEFT JOIN actors AS a ON a.actor = p.actor
ORDER BY p.actor, h.n, p.position;

-- One row a spell of an actor in an office (a capacity, or else a role) for some body.
CREATE VIEW actor_terms AS
SELECT
    s.key AS actor,
    coalesce(a.name, s.key) AS name,
    s.office,
    nullif(s."for", '') AS "for",
    s.start,
    s.start_earliest,
    s.start_latest,
    s.start_earliest_day,
    s.start_latest_day,
    s."end",
    s.end_earliest,
    s.end_latest,
    s.end_earliest_day,
    s.end_latest_day,
    s.end_by,
    s.state,
    s.last_seen,
    s.last_seen_date,
    s.evidence
FROM spells AS s
LEFT JOIN actors AS a ON a.actor = s.key
WHERE s.subject = 'actor'
ORDER BY s.key, s.office, s."for", s.ordinal;

-- One row an actor that took part in something that occurred, itself or through who holds its
-- office; `through_offices` counts the happenings of the second kind alone. Parts are not counted in.
CREATE VIEW actor_summary AS
WITH involved AS (
    SELECT p.actor, p.through, p.role, p.n
    FROM involvements AS p
    JOIN happenings AS h ON h.n = p.n
    WHERE h.status = 'occurred'
),
counted AS (
    SELECT
        i.actor,
        count(DISTINCT i.n) AS happenings,
        count(DISTINCT CASE WHEN i.through IS NULL THEN i.n END) AS itself,
        min(i.n) AS first,
        max(i.n) AS last
    FROM involved AS i
    GROUP BY i.actor
),
in_roles AS (
    SELECT r.actor, json_group_array(r.role) AS roles
    FROM (SELECT DISTINCT i.actor, i.role FROM involved AS i ORDER BY i.actor, i.role) AS r
    GROUP BY r.actor
)
SELECT
    c.actor,
    coalesce(a.name, c.actor) AS name,
    a.type,
    c.happenings,
    c.happenings - c.itself AS through_offices,
    f.date AS first,
    l.date AS last,
    r.roles
FROM counted AS c
JOIN in_roles AS r ON r.actor = c.actor
JOIN happenings AS f ON f.n = c.first
JOIN happenings AS l ON l.n = c.last
LEFT JOIN actors AS a ON a.actor = c.actor
ORDER BY c.actor;

-- One row a phase of a program, or a spell of it; phase is null for the program's own.
CREATE VIEW program_phases AS
WITH phases AS (
    SELECT program, '' AS phase, 0 AS ordinal, NULL AS name, period AS planned FROM programs
    UNION ALL
    SELECT program, phase, ordinal, name, planned FROM declared_phases
    UNION
    SELECT s.key, s.office, NULL, NULL, NULL FROM spells AS s
    WHERE s.subject = 'program' AND s.office <> '' AND NOT EXISTS (
        SELECT 1 FROM declared_phases AS d WHERE d.program = s.key AND d.phase = s.office
    )
)
SELECT
    f.program,
    coalesce(p.name, f.program) AS program_name,
    nullif(f.phase, '') AS phase,
    f.name,
    nullif(f.ordinal, 0) AS ordinal,
    f.planned AS declared_period,
    s.start,
    s.start_earliest,
    s.start_latest,
    s.start_earliest_day,
    s.start_latest_day,
    s."end",
    s.end_earliest,
    s.end_latest,
    s.end_earliest_day,
    s.end_latest_day,
    s.end_by,
    CASE WHEN f.phase = '' THEN p.status END AS status_declared,
    CASE coalesce(s.state, 'not-begun')
        WHEN 'running' THEN 'implementation'
        WHEN 'ended' THEN 'closed'
        ELSE coalesce(s.state, 'not-begun')
    END AS status_derived,
    s.last_seen,
    s.last_seen_date,
    coalesce(s.evidence, '[]') AS evidence
FROM phases AS f
LEFT JOIN programs AS p ON p.program = f.program
LEFT JOIN spells AS s ON s.subject = 'program' AND s.key = f.program AND s.office = f.phase
ORDER BY f.program, f.ordinal IS NULL, f.ordinal, f.phase, s.ordinal;

-- One row a figure; only those of type actual add up.
CREATE VIEW figures AS
SELECT
    f.measure,
    f.unit,
    CAST(f.value AS REAL) AS value,
    f.bound,
    f.type,
    f."by",
    h.date,
    h.earliest_day,
    h.latest_day,
    h.status,
    p.program,
    coalesce((
        SELECT json_group_array(l.program)
        FROM (
            SELECT x.program FROM program_part_rows AS x WHERE x.n = h.n ORDER BY x.position
        ) AS l
    ), '[]') AS programs,
    h.id AS happening,
    h.title
FROM happening_figure_rows AS f
JOIN happenings AS h ON h.n = f.n
LEFT JOIN program_part_rows AS p ON p.n = h.n AND p.position = 0
ORDER BY f.measure, f.unit, h.n, f.position;

-- Every event once, wherever its file lies.
CREATE VIEW events AS
SELECT d.id, d.event, d.digest, d.recorded_at, d.recorded_by, d.located AS path, d.body
FROM documents AS d
WHERE NOT EXISTS (SELECT 1 FROM documents AS x WHERE x.id = d.id AND x.located < d.located)
ORDER BY d.recorded_at, d.id;
