// The pages of the demo that are looked at, found by what they show, so that no number of an article stands here.

/** An answer of the API. */
async function ask(address, path) {
  const response = await fetch(address + path);
  if (!response.ok) throw new Error(`${path}: ${response.status}`);
  return response.json();
}

/** Every article of every story, in detail. */
async function articlesOf(address) {
  const { stories } = await ask(address, '/api/v1/stories?limit=200');
  const whole = await Promise.all(stories.map((story) => ask(address, `/api/v1/stories/${story.id}`)));
  const ids = whole.flatMap((story) => story.articles.map((article) => article.id));
  return Promise.all(ids.map((id) => ask(address, `/api/v1/articles/${id}`)));
}

/** The pages as {name, path}; `isRefusal` where the server answers with an error on purpose. */
export async function demoPages(address) {
  const articles = await articlesOf(address);
  const at = (end) => {
    const found = articles.find((article) => !article.parent && article.url?.endsWith(end));
    if (!found) throw new Error(`the sample has no article at ${end}`);
    return found;
  };
  const inside = (page) => {
    const found = articles.find((article) => article.parent === page.id);
    if (!found) throw new Error(`nothing is embedded in article ${page.id}`);
    return found;
  };
  const query = (words) => `/search?q=${encodeURIComponent(words)}`;
  const bridge = at('/bridge-ghazala.html');
  return [
    { name: 'front', path: '/' },
    { name: 'front by articles', path: '/?order=most_articles' },
    { name: 'front newest first', path: '/?order=newest' },
    { name: 'front by first report', path: '/?order=first_seen' },
    { name: 'front of seven days', path: '/?days=7' },
    { name: 'front in one language', path: '/?days=7&lang=ar' },
    { name: 'front of a day without news', path: '/?day=2030-01-01' },
    { name: 'story of the day', path: `/story/${at('/silo-collapse.html').story}` },
    { name: 'story with a chain', path: `/story/${bridge.story}` },
    { name: 'story with denials', path: `/story/${at('/water-minister/').story}` },
    { name: 'story of one text', path: `/story/${at('?id=7764').story}` },
    { name: 'article that was copied', path: `/article/${bridge.id}` },
    { name: 'article that is a copy', path: `/article/${at('/n/50112').id}` },
    { name: 'article that was changed', path: `/article/${at('/silo-collapse.html').id}` },
    { name: 'what was changed', path: `/article/${at('/silo-collapse.html').id}/diff?from=1&to=2` },
    { name: 'only what was changed', path: `/article/${at('/silo-collapse.html').id}/diff?from=1&to=2&show=changes&flip=1` },
    { name: 'article with repairs', path: `/article/${at('/n/50171').id}` },
    { name: 'article known by its feed', path: `/article/${at('/library-night/').id}` },
    { name: 'article inside another', path: `/article/${inside(at('/news/lake-summar')).id}` },
    { name: 'article in English', path: `/article/${at('lang=en').id}` },
    { name: 'article in Persian', path: `/article/${at('lang=fa').id}` },
    { name: 'search', path: '/search' },
    { name: 'search with hits', path: query('الجسر') },
    { name: 'search with operators', path: query('source:"بوابة سواحل" after:2031-03-02 -رأي') },
    { name: 'search without hits', path: query('زرافة') },
    { name: 'search that is no query', path: query('(الجسر') },
    { name: 'search in all copies', path: `${query('الجسر')}&copies=all&order=newest` },
    { name: 'saved', path: '/saved' },
    { name: 'sources', path: '/sources' },
    { name: 'sources by state', path: '/sources?order=state&only=healthy' },
    { name: 'no such story', path: '/story/2000000000', isRefusal: true },
    { name: 'no such day', path: '/?day=tomorrow', isRefusal: true },
  ];
}

/** What is looked at once the forms have left a text with a star. */
export const SAVED_PAGE = { name: 'saved with a text', path: '/saved' };

/** The pages of a desk that has nothing yet and wants a token. */
export const EMPTY_PAGES = [
  { name: 'login', path: '/login', isOpen: true },
  { name: 'logout', path: '/logout' },
  { name: 'front without news', path: '/' },
  { name: 'search without news', path: '/search?q=x' },
  { name: 'sources without sources', path: '/sources' },
  { name: 'nothing saved', path: '/saved' },
];
